/**
 * `npm run commands`: registers the slash and message commands with Discord (bulk overwrite, so repeating it changes
 * nothing). Reads DISCORD_APPLICATION_ID, DISCORD_BOT_TOKEN and DISCORD_API_BASE_URL from the environment or `.env`.
 */
import { commandDefinitions } from '../../src/app/commands/index.ts';
import { createDiscordRest } from '../../src/discord/rest.ts';
import { toFault } from '../../src/errors.ts';
import { readSettings } from '../settings.ts';

async function main(): Promise<void> {
  const settings = readSettings(['DISCORD_API_BASE_URL', 'DISCORD_APPLICATION_ID', 'DISCORD_BOT_TOKEN']);
  const clock = {
    now: () => Date.now(),
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  };
  const rest = createDiscordRest({
    baseUrl: settings.DISCORD_API_BASE_URL,
    applicationId: settings.DISCORD_APPLICATION_ID,
    botToken: settings.DISCORD_BOT_TOKEN,
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
