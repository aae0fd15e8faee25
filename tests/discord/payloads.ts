/** Interactions in the shapes of Discord's documentation, from which tests make their own. */

export const MEMBER_ID = '1440000000000000042';
const BASE = {
  id: '1440000000000000901',
  application_id: '1440000000000000100',
  token: 'fake-interaction-token',
  version: 1,
  locale: 'de',
} as const;

export const USER = { id: MEMBER_ID, username: 'ann_1', global_name: 'Ann' } as const;

/** Keys of an interaction in a server. */
export const IN_GUILD = {
  ...BASE,
  guild_id: '1440000000000000200',
  guild_locale: 'en-US',
  channel_id: '1440000000000000500',
  context: 0,
  member: { nick: 'Annie', user: USER, permissions: '0' },
} as const;

/** Keys of an interaction in the DM with the bot. */
export const IN_DM = { ...BASE, channel_id: '1440000000000000600', context: 1, user: USER } as const;

export const IMAGE = { id: '1440000000000000111', filename: 'bug.png', size: 241_394, ephemeral: true } as const;
