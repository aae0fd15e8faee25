import { type Context, Hono } from 'hono';
import type { MemberSummary } from '../control/types.ts';
import { runCommand, runMessageCommand } from './acts/commands.ts';
import { pressComponent } from './acts/components.ts';
import { fileUpload } from './acts/files.ts';
import { deleteTyped, editTyped, markRead, openOwnDm, toggleReaction, typeMessage } from './acts/messages.ts';
import { dismissModal, submitModal } from './acts/modals.ts';
import { personOf } from './acts/place.ts';
import { ActRefused } from './acts/refused.ts';
import { endpointOf } from './deliver.ts';
import { checkEndpoint } from './endpoint-check.ts';
import type { Member } from './entities.ts';
import { Refusal } from './errors.ts';
import { choice, fail, list, mapOf, matching, optional, type Reader, readForm, record, text, yesNo } from './form.ts';
import { instantOf } from './ids.ts';
import type { RateLimits } from './rate-limits.ts';
import { newMember, readEverything } from './seed.ts';
import { stateOf } from './state.ts';
import type { Cloud } from './store.ts';
import { memberView } from './views/member.ts';
import { messageView, nameOf } from './views/message.ts';

const id = text({ min: 1, max: 20 });
const locale = matching(/^[a-z]{2}(-[A-Z0-9]{2,3})?$/, 'Not a locale');
const dms = choice('open', 'closed');
const files = list(fileUpload, { max: 10 });

const value: Reader<string | readonly string[] | boolean> = (given, at) => {
  if (typeof given === 'string' || typeof given === 'boolean') return given;
  return Array.isArray(given)
    ? list(text(), { max: 25 })(given, at)
    : fail(at, 'VALUE', 'Text, a list of texts, or true or false.');
};
const optionValue: Reader<unknown> = (given, at) =>
  ['string', 'number', 'boolean'].includes(typeof given)
    ? given
    : fail(at, 'VALUE', 'Text, a number, or true or false.');

const FORMS = {
  newMember: record({
    username: matching(/^[a-z0-9_.]{2,32}$/, 'Lower case, digits, _ and . only'),
    name: optional(text({ min: 1, max: 32 })),
    locale: optional(locale),
    dms: optional(dms),
    inGuild: optional(yesNo),
  }),
  member: record({
    name: optional(text({ min: 1, max: 32 })),
    locale: optional(locale),
    dms: optional(dms),
    inGuild: optional(yesNo),
    blocksBot: optional(yesNo),
  }),
  read: record({ channelId: id }),
  command: record({
    channelId: id,
    name: text({ max: 32 }),
    options: optional(mapOf(optionValue)),
    files: optional(mapOf(fileUpload)),
  }),
  messageCommand: record({ channelId: id, messageId: id, name: text({ max: 32 }) }),
  component: record({
    channelId: id,
    messageId: id,
    customId: text({ min: 1, max: 100 }),
    values: optional(list(text(), { max: 25 })),
  }),
  modal: record({ id, values: optional(mapOf(value)), files: optional(mapOf(files)) }),
  dismissal: record({ id }),
  message: record({
    channelId: id,
    content: text(),
    files: optional(files),
    replyTo: optional(id),
    kind: optional(choice('sticker', 'voice', 'poll', 'forward')),
  }),
  edit: record({ channelId: id, messageId: id, content: text() }),
  deletion: record({ channelId: id, messageId: id }),
  reaction: record({ channelId: id, messageId: id, emoji: text({ min: 1, max: 64 }) }),
};

async function read<T>(c: Context, reader: Reader<T>): Promise<T> {
  const body: unknown = await c.req.json().catch(() => {
    throw new ActRefused(400, 'INVALID', 'The body is not JSON');
  });
  return readForm(reader, body);
}

function memberFor(cloud: Cloud, c: Context): Member {
  return personOf(cloud, c.req.param('id') ?? '');
}

function nothing(c: Context): Response {
  return c.body(null, 204);
}

function answerError(error: unknown, c: Context): Response {
  if (error instanceof ActRefused) return c.json({ error: { code: error.code, message: error.message } }, error.status);
  if (!(error instanceof Refusal)) throw error;
  const message = error.errors === undefined ? error.message : `${error.message}: ${JSON.stringify(error.errors)}`;
  return c.json({ error: { code: 'INVALID', message } }, 400);
}

function join(cloud: Cloud, form: ReturnType<typeof FORMS.newMember>): Member {
  const isTaken = [...cloud.store.members.values()].some((one) => one.user.username === form.username);
  if (isTaken) throw new ActRefused(409, 'TAKEN', 'The user name is taken');
  const userId = cloud.ids.next();
  const { username, name } = form;
  const joined = newMember(instantOf(userId), {
    id: userId,
    username,
    name: name ?? null,
    locale: form.locale ?? 'en-US',
    dms: form.dms ?? 'open',
    inGuild: form.inGuild ?? true,
  });
  cloud.store.members.set(userId, joined);
  readEverything(cloud, joined);
  cloud.changed();
  return joined;
}

function change(cloud: Cloud, member: Member, form: ReturnType<typeof FORMS.member>): void {
  member.user.globalName = form.name === undefined ? member.user.globalName : form.name;
  member.locale = form.locale ?? member.locale;
  member.dms = form.dms ?? member.dms;
  member.inGuild = form.inGuild ?? member.inGuild;
  member.blocksBot = form.blocksBot ?? member.blocksBot;
  cloud.changed();
}

/** The part of the control API that acts as members: `sandbox/README.md`, "Acting as a member". */
export function createControl(cloud: Cloud, limits: RateLimits): Hono {
  const app = new Hono();
  app.onError(answerError);
  app.get('/members', (c) => {
    const people = [...cloud.store.members.values()].filter((one) => !one.user.bot);
    const members: readonly MemberSummary[] = people.map((one) => ({
      id: one.user.id,
      username: one.user.username,
      name: nameOf(one),
    }));
    return c.json({ members });
  });
  app.post('/members', async (c) => c.json(memberView(cloud, join(cloud, await read(c, FORMS.newMember))), 201));
  app.get('/members/:id', (c) => c.json(memberView(cloud, memberFor(cloud, c))));
  app.patch('/members/:id', async (c) => {
    const form = await read(c, FORMS.member);
    const member = memberFor(cloud, c);
    change(cloud, member, form);
    return c.json(memberView(cloud, member));
  });
  app.post('/members/:id/read', async (c) => {
    const { channelId } = await read(c, FORMS.read);
    markRead(cloud, memberFor(cloud, c), channelId);
    return nothing(c);
  });
  app.post('/members/:id/dms', (c) => c.json({ channelId: openOwnDm(cloud, memberFor(cloud, c)).id }));
  addInteractions(app, cloud);
  addMessages(app, cloud);
  app.get('/state', (c) => c.json(stateOf(cloud, limits)));
  app.post('/endpoint-check', async (c) => c.json(await checkEndpoint(cloud, endpointOf(cloud))));
  return app;
}

function addInteractions(app: Hono, cloud: Cloud): void {
  app.post('/members/:id/commands', async (c) => {
    const form = await read(c, FORMS.command);
    const act = { ...form, options: form.options ?? {}, files: form.files ?? {} };
    return c.json(await runCommand(cloud, memberFor(cloud, c), act));
  });
  app.post('/members/:id/message-commands', async (c) => {
    const form = await read(c, FORMS.messageCommand);
    return c.json(await runMessageCommand(cloud, memberFor(cloud, c), form));
  });
  app.post('/members/:id/components', async (c) => {
    const form = await read(c, FORMS.component);
    return c.json(await pressComponent(cloud, memberFor(cloud, c), { ...form, values: form.values ?? [] }));
  });
  app.post('/members/:id/modals', async (c) => {
    const form = await read(c, FORMS.modal);
    const act = { id: form.id, values: form.values ?? {}, files: form.files ?? {} };
    return c.json(await submitModal(cloud, memberFor(cloud, c), act));
  });
  app.delete('/members/:id/modals', async (c) => {
    const form = await read(c, FORMS.dismissal);
    dismissModal(cloud, memberFor(cloud, c), form.id);
    return nothing(c);
  });
}

function addMessages(app: Hono, cloud: Cloud): void {
  app.post('/members/:id/messages', async (c) => {
    const form = await read(c, FORMS.message);
    const member = memberFor(cloud, c);
    const act = { ...form, files: form.files ?? [], replyTo: form.replyTo ?? null, kind: form.kind ?? null };
    return c.json(messageView(cloud, typeMessage(cloud, member, act), member), 201);
  });
  app.patch('/members/:id/messages', async (c) => {
    const form = await read(c, FORMS.edit);
    const member = memberFor(cloud, c);
    return c.json(messageView(cloud, editTyped(cloud, member, form), member));
  });
  app.delete('/members/:id/messages', async (c) => {
    const form = await read(c, FORMS.deletion);
    deleteTyped(cloud, memberFor(cloud, c), form);
    return nothing(c);
  });
  app.post('/members/:id/reactions', async (c) => {
    const form = await read(c, FORMS.reaction);
    toggleReaction(cloud, memberFor(cloud, c), form);
    return nothing(c);
  });
}
