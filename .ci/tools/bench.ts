/**
 * `npm run bench`: the figures of the README. Cold acknowledgement, bundle sizes, upstream calls a message costs, and how
 * long the member and the agent wait in the sandbox. The last line is JSON; the exit status is 1 when a budget is missed.
 */
import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Hop } from '../../sandbox/core/trace.ts';
import { type SandboxClient, startSandbox } from '../../tests/support/sandbox.ts';

const COLD_RUNS = 20;
const CHAT_RUNS = 8;

/** Budgets of the design; milliseconds, bytes, calls. */
const BUDGET = {
  acknowledgement: 25,
  interactionsBytes: 100_000,
  inboundWrites: 1,
  inboundSync: 2,
  outboundTwilio: 3,
  outboundDiscord: 1,
};

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? Number.NaN) * 10) / 10;
}

/** A fresh process a run; the Discord that takes the acknowledgement lives in this one, so as not to count as ours. */
async function coldAcknowledgement() {
  const tool = join(process.cwd(), 'dist/tools/bench-cold.js');
  const discord = createServer((_request, response) => response.writeHead(204).end());
  await new Promise<void>((resolve) => discord.listen(0, '127.0.0.1', resolve));
  const { port } = discord.address() as AddressInfo;
  const runs: { load: number; verify: number; send: number }[] = [];
  for (let run = 0; run < COLD_RUNS; run += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, [tool, String(port)], { timeout: 20_000 });
    runs.push(JSON.parse(stdout));
  }
  discord.close();
  return {
    load: median(runs.map((run) => run.load)),
    verify: median(runs.map((run) => run.verify)),
    send: median(runs.map((run) => run.send)),
    total: median(runs.map((run) => run.load + run.verify + run.send)),
  };
}

function bundleSizes(): Record<string, number> {
  const folder = join(process.cwd(), 'dist/functions');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  return Object.fromEntries(files.sort().map((name) => [name, statSync(join(folder, name)).size]));
}

/** The calls our Functions made between two moments, the sweep's own book-keeping left out. */
interface Calls {
  readonly twilioWrites: number;
  readonly sync: number;
  readonly twilio: number;
  readonly discordSends: number;
}

const SWEEP_OWN = ['relay.lease', 'relay.watched'];

function count(hops: readonly Hop[]): Calls {
  const ours = hops.filter((hop) => hop.from === 'functions' && !SWEEP_OWN.some((name) => hop.what.includes(name)));
  const twilio = ours.filter((hop) => hop.to === 'twilio');
  const sync = twilio.filter((hop) => hop.what.includes('/sync.twilio.com/'));
  return {
    twilio: twilio.length,
    sync: sync.length,
    twilioWrites: twilio.filter((hop) => hop.what.startsWith('POST') && !sync.includes(hop)).length,
    discordSends: ours.filter((hop) => hop.to === 'discord' && /^POST \/channels\/\d+\/messages/.test(hop.what)).length,
  };
}

async function lastHop(sandbox: SandboxClient): Promise<number> {
  return (await sandbox.trace()).at(-1)?.id ?? 0;
}

/** Long enough for everything a message sets off to be over; a sweep run lasts 8 s, its book-keeping is left out. */
const SETTLING = 1_200;

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function chat(sandbox: SandboxClient) {
  const member = sandbox.member();
  const agent = sandbox.worker();
  await member.command('helpme');
  await member.waitForMessage('how may I help you');

  const toBot: number[] = [];
  for (let run = 0; run < CHAT_RUNS; run += 1) {
    const before = (await member.dm())?.messages.length ?? 0;
    toBot.push(
      await timed(async () => {
        await member.type(`how do i reset my password (${run})`);
        await member.waitFor(
          (view) => (view.channels.find((one) => one.kind === 'dm')?.messages.length ?? 0) > before + 1,
        );
      }),
    );
  }
  await member.type('i want to talk to a live agent');
  await member.waitForMessage('Transferring you');
  await agent.accept();
  await member.waitForMessage('has joined');
  await agent.say('hello i am a live agent!');
  await member.waitForMessage('hello i am a live agent!');
  await pause(SETTLING);

  const toAgent: number[] = [];
  const inbound: Calls[] = [];
  const toMember: number[] = [];
  const outbound: Calls[] = [];
  for (let run = 0; run < CHAT_RUNS; run += 1) {
    const before = await lastHop(sandbox);
    toAgent.push(
      await timed(async () => {
        await member.type(`question ${run}`);
        await agent.waitForMessage(`question ${run}`);
      }),
    );
    await pause(SETTLING);
    inbound.push(count(await sandbox.trace(before)));

    const between = await lastHop(sandbox);
    toMember.push(
      await timed(async () => {
        await agent.say(`answer ${run}`);
        await member.waitForMessage(`answer ${run}`);
      }),
    );
    await pause(SETTLING);
    outbound.push(count(await sandbox.trace(between)));
  }
  return { toBot, toAgent, toMember, inbound, outbound };
}

async function main(): Promise<void> {
  const cold = await coldAcknowledgement();
  const sizes = bundleSizes();
  const sandbox = await startSandbox();
  const measured = await chat(sandbox);
  await sandbox.stop();
  const calls = (all: readonly Calls[], key: keyof Calls) => median(all.map((one) => one[key]));
  const figures = {
    cold_acknowledgement_ms: cold,
    bundle_bytes: sizes,
    inbound_calls: { twilio_writes: calls(measured.inbound, 'twilioWrites'), sync: calls(measured.inbound, 'sync') },
    outbound_calls: {
      discord_sends: calls(measured.outbound, 'discordSends'),
      twilio: calls(measured.outbound, 'twilio'),
    },
    typing_to_bot_answer_ms: median(measured.toBot),
    typing_to_agent_screen_ms: median(measured.toAgent),
    agent_to_member_ms: median(measured.toMember),
  };
  const misses = [
    !(cold.total <= BUDGET.acknowledgement) && `cold acknowledgement over ${BUDGET.acknowledgement} ms`,
    (sizes['discord/interactions.js'] ?? 0) > BUDGET.interactionsBytes && 'interactions bundle too large',
    figures.inbound_calls.twilio_writes > BUDGET.inboundWrites && 'too many Twilio writes per inbound message',
    figures.inbound_calls.sync > BUDGET.inboundSync && 'too many Sync operations per inbound message',
    figures.outbound_calls.discord_sends > BUDGET.outboundDiscord && 'too many Discord sends per outbound message',
    figures.outbound_calls.twilio > BUDGET.outboundTwilio && 'too many Twilio calls per outbound message',
  ].filter((miss) => miss !== false);
  for (const miss of misses) console.error(`Budget missed: ${miss}`);
  console.log(JSON.stringify(figures));
  process.exitCode = misses.length === 0 ? 0 : 1;
}

void main();
