import { bits, choice, list, optional, record, snowflake, text, whole, yesNo } from '../form.ts';

const archiveAfter = choice(60, 1440, 4320, 10080);
const overwrite = record({ id: snowflake, type: choice(0, 1), allow: optional(bits), deny: optional(bits) });
const tag = record({
  id: optional(snowflake),
  name: text({ min: 1, max: 20 }),
  moderated: optional(yesNo),
  emoji_id: optional(snowflake),
  emoji_name: optional(text({ max: 64 })),
});

const settings = {
  topic: optional(text({ max: 4096 })),
  position: optional(whole({ min: 0 })),
  parent_id: optional(snowflake),
  nsfw: optional(yesNo),
  rate_limit_per_user: optional(whole({ min: 0, max: 21600 })),
  permission_overwrites: optional(list(overwrite, { max: 100 })),
  default_auto_archive_duration: optional(archiveAfter),
  available_tags: optional(list(tag, { max: 20 })),
  default_reaction_emoji: optional(record({ emoji_id: optional(snowflake), emoji_name: optional(text({ max: 64 })) })),
  default_sort_order: optional(choice(0, 1)),
  default_forum_layout: optional(choice(0, 1, 2)),
};

export const newChannel = record({
  name: text({ min: 1, max: 100 }),
  type: optional(choice(0, 4, 5, 15)),
  ...settings,
});

export const channelEdit = record({
  name: optional(text({ min: 1, max: 100 })),
  type: optional(choice(0, 5)),
  flags: optional(whole({ min: 0 })),
  ...settings,
});

export const threadEdit = record({
  name: optional(text({ min: 1, max: 100 })),
  archived: optional(yesNo),
  locked: optional(yesNo),
  invitable: optional(yesNo),
  auto_archive_duration: optional(archiveAfter),
  rate_limit_per_user: optional(whole({ min: 0, max: 21600 })),
  flags: optional(whole({ min: 0 })),
  applied_tags: optional(list(snowflake, { max: 5 })),
});

export const permissionOverwrite = record({ type: choice(0, 1), allow: optional(bits), deny: optional(bits) });

export const newThread = record({
  name: text({ min: 1, max: 100 }),
  type: optional(choice(10, 11, 12)),
  auto_archive_duration: optional(archiveAfter),
  invitable: optional(yesNo),
  rate_limit_per_user: optional(whole({ min: 0, max: 21600 })),
});

/** The starter message is read by the rules of messages. */
export const newForumPost = record({
  name: text({ min: 1, max: 100 }),
  auto_archive_duration: optional(archiveAfter),
  rate_limit_per_user: optional(whole({ min: 0, max: 21600 })),
  applied_tags: optional(list(snowflake, { max: 5 })),
  message: (value: unknown) => value,
});

export const threadFromMessage = record({
  name: text({ min: 1, max: 100 }),
  auto_archive_duration: optional(archiveAfter),
  rate_limit_per_user: optional(whole({ min: 0, max: 21600 })),
});
