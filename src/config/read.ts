import { Fault } from '../errors.ts';
import { type ConfigurationProblem, checkConfiguration, effectiveValue, type Variables } from './check.ts';
import { type KeyName, schema } from './schema.ts';

/** The configuration as the rooms see it. */
export interface Config {
  readonly discord: {
    readonly applicationId: string;
    readonly publicKey: string;
    readonly botToken: string;
    readonly guildId: string;
    readonly apiBaseUrl: string;
    readonly supportChannelId: string | undefined;
  };
  readonly twilio: {
    readonly accountSid: string;
    readonly authToken: string;
    readonly apiBaseUrl: string | undefined;
    /** Public address of the Functions, without a slash at the end. */
    readonly publicBaseUrl: string;
    readonly syncServiceSid: string;
    readonly studioFlowSid: string;
  };
  readonly relay: {
    readonly mode: 'self' | 'studio' | 'off';
    readonly flowSid: string | undefined;
  };
  readonly brand: {
    readonly name: string;
    readonly game: string;
    readonly knownIssuesUrl: string;
    readonly releasesUrl: string;
    readonly agentAlias: string | undefined;
  };
  readonly log: { readonly level: 'info' | 'warn' | 'error' };
}

/** Reads the whole configuration, or throws one fault that names everything that is missing or wrong. */
export function readConfig(variables: Variables): Config {
  const problems = checkConfiguration(variables);
  if (problems.length > 0) throw configurationFault(problems);

  return {
    discord: {
      applicationId: required('DISCORD_APPLICATION_ID'),
      publicKey: required('DISCORD_PUBLIC_KEY').toLowerCase(),
      botToken: required('DISCORD_BOT_TOKEN'),
      guildId: required('DISCORD_GUILD_ID'),
      apiBaseUrl: withoutSlash(required('DISCORD_API_BASE_URL')),
      supportChannelId: optional('SUPPORT_CHANNEL_ID'),
    },
    twilio: {
      accountSid: required('ACCOUNT_SID'),
      authToken: required('AUTH_TOKEN'),
      apiBaseUrl: addressOf(optional('TWILIO_API_BASE_URL')),
      publicBaseUrl: addressOf(optional('PUBLIC_BASE_URL')) ?? `https://${variables.DOMAIN_NAME ?? ''}`,
      syncServiceSid: required('SYNC_SERVICE_SID'),
      studioFlowSid: required('STUDIO_FLOW_SID'),
    },
    relay: { mode: oneOf(['self', 'studio', 'off'], required('RELAY_MODE')), flowSid: optional('RELAY_FLOW_SID') },
    brand: {
      name: required('BRAND_NAME'),
      game: required('GAME_NAME'),
      knownIssuesUrl: required('KNOWN_ISSUES_URL'),
      releasesUrl: required('RELEASES_URL'),
      agentAlias: optional('AGENT_ALIAS'),
    },
    log: { level: oneOf(['info', 'warn', 'error'], required('LOG_LEVEL')) },
  };

  function optional(key: KeyName): string | undefined {
    const entry = schema.find((candidate) => candidate.key === key);
    return entry === undefined ? undefined : effectiveValue(entry, variables);
  }

  function required(key: KeyName): string {
    const value = optional(key);
    if (value === undefined) throw configurationFault([{ key, kind: 'missing', remedy: `${key} is required.` }]);
    return value;
  }
}

export function configurationFault(problems: readonly ConfigurationProblem[]): Fault {
  const missing = problems.filter((problem) => problem.kind === 'missing').map((problem) => problem.key);
  const invalid = problems.filter((problem) => problem.kind === 'invalid').map((problem) => problem.key);
  const parts = [
    missing.length > 0 ? `missing: ${missing.join(', ')}` : '',
    invalid.length > 0 ? `invalid: ${invalid.join(', ')}` : '',
  ].filter((part) => part !== '');
  const code = missing.length > 0 ? 'CONFIGURATION_MISSING' : 'CONFIGURATION_INVALID';
  return new Fault(code, `Configuration ${parts.join('; ')}`, {
    remedy: problems.map((problem) => problem.remedy).join(' '),
  });
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

function addressOf(value: string | undefined): string | undefined {
  return value === undefined ? undefined : withoutSlash(value);
}

/** `checkConfiguration` has let only the schema's choices through, which a test holds against these lists. */
function oneOf<Choice extends string>(choices: readonly [Choice, ...Choice[]], value: string): Choice {
  return choices.find((choice) => choice === value) ?? choices[0];
}
