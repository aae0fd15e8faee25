import type { Command } from '../entities.ts';
import { refuse } from '../errors.ts';
import { readForm } from '../form.ts';
import { commandForm, commandSet } from '../forms/command.ts';
import { type Call, NO_CONTENT, ok, type Route } from '../http.ts';
import { type JsonObject, numberOf, textOf } from '../json.ts';
import { type Cloud, guildOf } from '../store.ts';
import { commandWire } from '../wire.ts';
import { LIMITS } from './limits.ts';

const MAX_DAILY_CREATES = 200;
const DAY_MS = 24 * 3_600_000;

function scopeOf(cloud: Cloud, call: Call): string | null {
  if (call.param('application') !== cloud.application.id) refuse('unknownApplication');
  return call.param('guild') === '' ? null : guildOf(cloud, call.param('guild')).id;
}

function commandsIn(cloud: Cloud, guildId: string | null): readonly Command[] {
  return [...cloud.store.commands.values()].filter((command) => command.guildId === guildId);
}

/** New names count against the daily limit; a name that is there already is changed and keeps its id. */
function keep(cloud: Cloud, guildId: string | null, definition: JsonObject): { command: Command; isNew: boolean } {
  const { id: _, ...rest } = definition;
  const type = numberOf(rest, 'type') ?? 1;
  const name = textOf(rest, 'name') ?? '';
  const known = commandsIn(cloud, guildId).find((one) => one.type === type && one.name === name);
  if (known === undefined) {
    const now = cloud.world.clock.now();
    const { commandCreates } = cloud.store;
    if (commandCreates.filter((at) => now - at < DAY_MS).length >= MAX_DAILY_CREATES) refuse('dailyCommandCreates');
    commandCreates.push(now);
  }
  const id = known?.id ?? cloud.ids.next();
  const isSame = known !== undefined && JSON.stringify(known.definition) === JSON.stringify(rest);
  const command = { id, version: isSame ? known.version : cloud.ids.next(), guildId, type, name, definition: rest };
  cloud.store.commands.set(id, command);
  cloud.changed();
  return { command, isNew: known === undefined };
}

function overwriteAll(cloud: Cloud, guildId: string | null, body: unknown): readonly Command[] {
  const definitions = readForm(commandSet(guildId === null ? 'global' : 'guild'), body);
  const kept = definitions.map((definition) => keep(cloud, guildId, definition).command);
  const ids = new Set(kept.map((command) => command.id));
  for (const command of commandsIn(cloud, guildId)) if (!ids.has(command.id)) cloud.store.commands.delete(command.id);
  return kept;
}

function commandOf(cloud: Cloud, call: Call): Command {
  const guildId = scopeOf(cloud, call);
  return commandsIn(cloud, guildId).find((one) => one.id === call.param('command')) ?? refuse('unknownCommand');
}

function routesIn(cloud: Cloud, path: string): readonly Route[] {
  const common = { auth: 'bot', limit: LIMITS.commands, limitBy: 'guild' } as const;
  return [
    {
      ...common,
      method: 'GET',
      path,
      handle(call) {
        const isFull = call.query.get('with_localizations') === 'true';
        return ok(commandsIn(cloud, scopeOf(cloud, call)).map((command) => commandWire(cloud, command, isFull)));
      },
    },
    {
      ...common,
      method: 'PUT',
      path,
      handle: (call) =>
        ok(overwriteAll(cloud, scopeOf(cloud, call), call.body.json).map((one) => commandWire(cloud, one, true))),
    },
    {
      ...common,
      method: 'POST',
      path,
      handle(call) {
        const guildId = scopeOf(cloud, call);
        const definition = readForm(commandForm(guildId === null ? 'global' : 'guild'), call.body.json ?? {});
        const { command, isNew } = keep(cloud, guildId, definition);
        return { status: isNew ? 201 : 200, body: commandWire(cloud, command, true) };
      },
    },
    {
      ...common,
      method: 'GET',
      path: `${path}/:command`,
      handle: (call) => ok(commandWire(cloud, commandOf(cloud, call), true)),
    },
    {
      ...common,
      method: 'DELETE',
      path: `${path}/:command`,
      handle(call) {
        cloud.store.commands.delete(commandOf(cloud, call).id);
        cloud.changed();
        return NO_CONTENT;
      },
    },
  ];
}

export function commandRoutes(cloud: Cloud): readonly Route[] {
  const application = '/applications/:application';
  return [...routesIn(cloud, `${application}/commands`), ...routesIn(cloud, `${application}/guilds/:guild/commands`)];
}
