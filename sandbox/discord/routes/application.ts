import { checkEndpoint } from '../endpoint-check.ts';
import { fail, readForm } from '../form.ts';
import { applicationEdit } from '../forms/application.ts';
import { ok, type Route } from '../http.ts';
import type { JsonObject } from '../json.ts';
import { botOf, type Cloud, memberOf } from '../store.ts';
import { userWire } from '../wire.ts';
import { LIMITS } from './limits.ts';

/** Presence, members and message content, each in its limited form: the flags an application may set itself. */
const SETTABLE_FLAGS = (1 << 13) | (1 << 15) | (1 << 19);

function applicationWire(cloud: Cloud): JsonObject {
  const { profile, guild } = cloud.store;
  return {
    id: cloud.application.id,
    name: cloud.application.name,
    icon: null,
    description: profile.description,
    type: null,
    bot: userWire(botOf(cloud)),
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: cloud.application.publicKey,
    flags: profile.flags,
    flags_new: String(profile.flags),
    tags: profile.tags,
    redirect_uris: [],
    interactions_endpoint_url: profile.interactionsEndpointUrl,
    role_connections_verification_url: null,
    owner: userWire(memberOf(cloud, guild.ownerId)),
    approximate_guild_count: 1,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: ['bot', 'applications.commands'],
    ...profile.settings,
  };
}

/** Written back as strings, as Discord does with bit sets. */
function settingsOf(form: ReturnType<typeof applicationEdit>): JsonObject {
  const {
    event_webhooks_url: url,
    event_webhooks_status: status,
    event_webhooks_types: types,
    integration_types_config: config,
  } = form;
  const installations = Object.entries(config ?? {}).map(([key, value]) => {
    const params = value?.oauth2_install_params;
    return [
      key,
      params ? { oauth2_install_params: { scopes: params.scopes, permissions: params.permissions.toString() } } : {},
    ] as const;
  });
  return {
    ...(url !== undefined && { event_webhooks_url: url }),
    ...(status && { event_webhooks_status: status }),
    ...(types && { event_webhooks_types: types }),
    ...(config && { integration_types_config: Object.fromEntries(installations) }),
    ...(form.custom_install_url && { custom_install_url: form.custom_install_url }),
  };
}

async function edit(cloud: Cloud, body: unknown): Promise<void> {
  const form = readForm(applicationEdit, body);
  const { profile } = cloud.store;
  const flags = form.flags ?? profile.flags;
  if (((flags ^ profile.flags) & ~SETTABLE_FLAGS) !== 0) {
    readForm((_, at) => fail(at, 'APPLICATION_FLAGS_INVALID', 'Only the limited intent flags can be changed.'), flags, [
      'flags',
    ]);
  }
  const url = form.interactions_endpoint_url;
  // The endpoint is asked at once, and the whole change is refused when it does not hold.
  if (url && !(await checkEndpoint(cloud, url)).ok) {
    const message = 'The specified interactions endpoint url could not be verified.';
    readForm((_, at) => fail(at, 'APPLICATION_INTERACTIONS_ENDPOINT_INVALID', message), url, [
      'interactions_endpoint_url',
    ]);
  }
  profile.flags = flags;
  profile.description = form.description ?? profile.description;
  profile.tags = form.tags ?? profile.tags;
  if (url !== undefined) profile.interactionsEndpointUrl = url;
  profile.settings = { ...profile.settings, ...settingsOf(form) };
  cloud.changed();
}

export function applicationRoutes(cloud: Cloud): readonly Route[] {
  const me = { auth: 'bot', limit: LIMITS.rest, path: '/applications/@me' } as const;
  return [
    { ...me, method: 'GET', handle: () => ok(applicationWire(cloud)) },
    {
      ...me,
      method: 'PATCH',
      async handle({ body }) {
        await edit(cloud, body.json ?? {});
        return ok(applicationWire(cloud));
      },
    },
  ];
}
