/**
 * `npm run commands`: registers the slash and message commands with Discord (bulk overwrite, so repeating it changes
 * nothing). Reads DISCORD_APPLICATION_ID, DISCORD_BOT_TOKEN and DISCORD_API_BASE_URL from the environment or `.env`.
 */
import { existsSync } from 'node:fs';
import { commandDefinitions } from '../../src/app/commands/index.ts';
import { schema } from '../../src/config/schema.ts';
import { createDiscordRest } from '../../src/discord/rest.ts';
import { toFault } from '../../src/errors.ts';

function setting(key: string): string {
  const value = process.env[key] ?? schema.find((entry) => entry.key === key)?.default;
  if (value !== undefined && value !== '') return value;
  throw new Error(`${key} is required: put it into .env or the environment. .env.example tells where to find it.`);
}

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const clock = {
    now: () => Date.now(),
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  };
  const rest = createDiscordRest({
    baseUrl: setting('DISCORD_API_BASE_URL'),
    applicationId: setting('DISCORD_APPLICATION_ID'),
    botToken: setting('DISCORD_BOT_TOKEN'),
    fetch: (url, init) => fetch(url, init),
    clock,
    random: { next: () => Math.random() },
    deadline: { at: Date.now() + 60_000 },
  });
  const registered = await rest.registerCommands(commandDefinitions);
  for (const command of registered) console.log(`${command.name}  ${command.id}`);
}

main().catch((error: unknown) => {
  const fault = toFault(error);
  console.error(
    fault.code === 'UNEXPECTED' && error instanceof Error ? error.message : `${fault.message}. ${fault.remedy}`,
  );
  process.exitCode = 1;
});
