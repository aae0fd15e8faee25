import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { DeskTask, MessageView } from '../../sandbox/control/types.ts';
import type { FaultRule } from '../../sandbox/core/faults.ts';
import type { SandboxEvent } from '../../sandbox/core/trace.ts';
import * as fixture from './fixture-state.ts';

export interface Fixture {
  readonly url: string;
  readonly state: fixture.FixtureState;
  /** What the page sent, newest last: `POST /discord/members/…/messages` and its body. */
  readonly calls: readonly { readonly call: string; readonly body: Readonly<Record<string, unknown>> }[];
  /** Cuts the event streams; with `refuse`, new ones are turned away until it is called again. */
  dropStreams(refuse: boolean): void;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
};

/** A control API of canned behaviour for tests of the page alone: no emulator, no Functions. */
export async function startFixture(webDir: string): Promise<Fixture> {
  const state = fixture.createState();
  const calls: { call: string; body: Readonly<Record<string, unknown>> }[] = [];
  const streams = new Set<() => void>();
  let refusing = false;
  const app = new Hono();

  app.use('/control/*', async (c, next) => {
    if (c.req.method === 'GET') return next();
    calls.push({ call: `${c.req.method} ${c.req.path.slice('/control'.length)}`, body: await c.req.json() });
    return next();
  });
  app.get('/control/events', (c) => {
    if (refusing) return c.text('', 503);
    return streamSSE(c, async (stream) => {
      const listener = (event: SandboxEvent) => void stream.writeSSE({ data: JSON.stringify(event) });
      state.listeners.add(listener);
      await new Promise<void>((end) => {
        streams.add(end);
        stream.onAbort(end);
      });
      state.listeners.delete(listener);
    });
  });
  addMachinery(app, state);
  addMember(app, state);
  addDesk(app, state);
  app.get('/:file{.*}', async (c) => {
    const name = path.basename(c.req.path) || 'index.html';
    const type = TYPES[name.split('.').at(-1) ?? ''];
    if (type === undefined) return c.notFound();
    return c.body(await readFile(path.join(webDir, name), 'utf8'), 200, { 'Content-Type': type });
  });

  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  await new Promise<void>((resolve) => (server.listening ? resolve() : server.once('listening', resolve)));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    state,
    calls,
    dropStreams(refuse) {
      refusing = refuse;
      for (const end of streams) end();
      streams.clear();
    },
    close: () =>
      new Promise((resolve) => {
        for (const end of streams) end();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function addMachinery(app: Hono, state: fixture.FixtureState): void {
  app.get('/control/info', (c) =>
    c.json({
      version: '0.1.0',
      now: new Date(Date.now() + state.offset).toISOString(),
      functionsUrl: '',
      discordApiUrl: '',
      twilioApiUrl: '',
      guildId: state.member.guild?.id,
      memberId: state.member.id,
      workerSid: state.worker.sid,
    }),
  );
  app.get('/control/trace', (c) =>
    c.json({ hops: state.hops.filter((one) => one.id > Number(c.req.query('after') ?? 0)) }),
  );
  app.post('/control/clock', async (c) => {
    state.offset += Number((await c.req.json<{ advance: number }>()).advance);
    fixture.changed(state, 'clock');
    return c.json({ now: Date.now() + state.offset });
  });
  app.post('/control/reset', (c) => c.body(null, 204));
  app.get('/control/faults', (c) => c.json({ faults: state.faults }));
  app.post('/control/faults', async (c) => {
    const rule: FaultRule = { ...(await c.req.json<Omit<FaultRule, 'id'>>()), id: `fault-${state.faults.length + 1}` };
    state.faults.push(rule);
    fixture.changed(state, 'faults');
    return c.json(rule, 201);
  });
  app.delete('/control/faults/:id?', (c) => {
    state.faults = state.faults.filter((rule) => c.req.param('id') !== undefined && rule.id !== c.req.param('id'));
    fixture.changed(state, 'faults');
    return c.body(null, 204);
  });
}

const OUTCOME = { interactionId: '1', endpointStatus: 202, responseType: 5, acknowledgedAfter: 14 };

function addMember(app: Hono, state: fixture.FixtureState): void {
  const base = '/control/discord/members';
  const self = `${base}/:id`;
  app.get(base, (c) => c.json({ members: [{ id: state.member.id, username: 'ann', name: 'Ann' }] }));
  app.get(self, (c) => c.json(state.member));
  app.patch(self, async (c) => {
    Object.assign(state.member, await c.req.json());
    fixture.changed(state, 'discord');
    return c.json(state.member);
  });
  app.post(`${self}/read`, async (c) => {
    const { channelId } = await c.req.json<{ channelId: string }>();
    for (const channel of state.member.channels) if (channel.id === channelId) channel.unread = 0;
    fixture.changed(state, 'discord');
    return c.body(null, 204);
  });
  app.post(`${self}/commands`, async (c) => {
    const body = await c.req.json<{ channelId: string; name: string }>();
    const interaction = { name: body.name, user: 'Ann' };
    fixture.hop(state, 'discord', 'functions', 'POST /discord/interactions', {
      signature: 'ed25519',
      outcome: 202,
      details: { command: body.name },
    });
    if (body.name === 'form') state.member.modal = fixture.MODAL;
    else
      fixture.message(state, body.channelId, {
        author: fixture.BOT,
        content: `Hi <@${fixture.ANN.id}>! You asked for **${body.name}**.`,
        ephemeral: true,
        interaction,
      });
    fixture.changed(state, 'discord');
    return c.json(OUTCOME);
  });
  app.post(`${self}/message-commands`, (c) => c.json(OUTCOME));
  app.post(`${self}/components`, (c) => c.json(OUTCOME));
  app.on(['POST', 'DELETE'], `${self}/modals`, (c) => {
    state.member.modal = null;
    fixture.changed(state, 'discord');
    return c.req.method === 'POST' ? c.json(OUTCOME) : c.body(null, 204);
  });
  app.post(`${self}/messages`, async (c) => {
    const body = await c.req.json<{ channelId: string; content: string }>();
    if (body.content === 'refuse me') return refuse(c, 'Cannot send messages to this user');
    return c.json(fixture.message(state, body.channelId, { content: body.content }), 201);
  });
  app.patch(`${self}/messages`, async (c) => {
    const body = await c.req.json<{ messageId: string; content: string }>();
    fixture.changeMessage(state, body.messageId, { content: body.content, editedAt: fixture.at(state) });
    return c.json(fixture.findMessage(state, body.messageId));
  });
  app.delete(`${self}/messages`, async (c) => {
    fixture.changeMessage(state, (await c.req.json<{ messageId: string }>()).messageId, null);
    return c.body(null, 204);
  });
  app.post(`${self}/reactions`, async (c) => {
    const body = await c.req.json<{ messageId: string; emoji: string }>();
    const reactions: MessageView['reactions'] = [{ emoji: body.emoji, count: 1, mine: true }];
    fixture.changeMessage(state, body.messageId, { reactions });
    return c.body(null, 204);
  });
}

function refuse(c: Context, text: string): Response {
  return c.json({ error: { code: '50007', message: text } }, 403);
}

function addDesk(app: Hono, state: fixture.FixtureState): void {
  const base = '/control/flex/workers';
  const task = `${base}/:sid/tasks/:task`;
  app.get(base, (c) => c.json({ workers: [{ ...fixture.KIM, available: state.worker.available }] }));
  app.get(`${base}/:sid`, (c) => c.json(state.worker));
  app.patch(`${base}/:sid`, async (c) => {
    state.worker.available = (await c.req.json<{ available: boolean }>()).available;
    fixture.changed(state, 'flex');
    return c.json(state.worker);
  });
  app.post(`${base}/:sid/reservations/:reservation`, async (c) => {
    const { action } = await c.req.json<{ action: string }>();
    const offered = state.worker.tasks.find((one) => one.reservation?.sid === c.req.param('reservation'));
    if (offered === undefined) return refuse(c, 'No such reservation');
    if (action !== 'accept') state.worker.tasks = state.worker.tasks.filter((one) => one !== offered);
    fixture.changed(state, 'flex');
    if (action !== 'accept') return c.json(offered);
    const accepted = fixture.changeTask(state, offered.sid, {
      status: 'assigned',
      reservation: { sid: 'WRfake', status: 'accepted' },
    });
    fixture.deskMessage(state, offered.sid, {
      kind: 'system',
      authorName: 'System',
      author: 'system',
      body: 'kim has joined the conversation.',
    });
    return c.json(accepted);
  });
  app.post(`${task}/messages`, async (c) => {
    const { body } = await c.req.json<{ body: string }>();
    return c.json(
      fixture.deskMessage(state, c.req.param('task'), { kind: 'agent', author: 'kim', authorName: 'kim', body }),
      201,
    );
  });
  const steps: Readonly<Record<string, DeskTask['status']>> = {
    'wrap-up': 'wrapping',
    complete: 'completed',
    cancel: 'canceled',
  };
  for (const [step, status] of Object.entries(steps)) {
    app.post(`${task}/${step}`, (c) => c.json(fixture.changeTask(state, c.req.param('task') ?? '', { status })));
  }
}
