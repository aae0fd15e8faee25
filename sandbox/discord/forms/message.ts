import { FLAG } from '../entities.ts';
import {
  choice,
  fail,
  list,
  optional,
  type Path,
  type Reader,
  readForm,
  record,
  snowflake,
  text,
  together,
  url,
  whole,
  yesNo,
} from '../form.ts';
import { isObject, type JsonObject } from '../json.ts';
import { emoji, messageComponents, withoutNulls } from './components.ts';

export const MAX_CONTENT = 2000;
const MAX_EMBED_TEXT = 6000;

const picture = record({ url: url(2048) });
const embed = record({
  type: optional(choice('rich')),
  title: optional(text({ max: 256 })),
  description: optional(text({ max: 4096 })),
  url: optional(url(2048)),
  color: optional(whole({ min: 0, max: 0xffffff })),
  timestamp: optional(text({ max: 40 })),
  footer: optional(record({ text: text({ max: 2048 }), icon_url: optional(url(2048)) })),
  author: optional(
    record({ name: text({ min: 1, max: 256 }), url: optional(url(2048)), icon_url: optional(url(2048)) }),
  ),
  fields: optional(
    list(record({ name: text({ min: 1, max: 256 }), value: text({ min: 1, max: 1024 }), inline: optional(yesNo) }), {
      max: 25,
    }),
  ),
  image: optional(picture),
  thumbnail: optional(picture),
});

type Embed = ReturnType<typeof embed>;

function embedText(read: Embed): number {
  const fields = (read.fields ?? []).map((field) => field.name.length + field.value.length);
  const own = [read.title, read.description, read.footer?.text, read.author?.name].map((part) => part?.length ?? 0);
  return [...own, ...fields].reduce((sum, length) => sum + length, 0);
}

const embeds: Reader<readonly Embed[]> = (value, at) => {
  const read = list(embed, { max: 10 })(value, at);
  const sum = read.reduce((total, one) => total + embedText(one), 0);
  if (sum > MAX_EMBED_TEXT) fail(at, 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${MAX_EMBED_TEXT}`);
  return read;
};

const mentionsShape = record({
  parse: optional(list(choice('everyone', 'roles', 'users'), { max: 3 })),
  roles: optional(list(snowflake, { max: 100 })),
  users: optional(list(snowflake, { max: 100 })),
  replied_user: optional(yesNo),
});

export type AllowedMentions = Partial<ReturnType<typeof mentionsShape>>;

const allowedMentions: Reader<AllowedMentions> = (value, at) => {
  const read = mentionsShape(value, at);
  for (const kind of ['users', 'roles'] as const) {
    if (read.parse?.includes(kind) && (read[kind] ?? []).length > 0) {
      fail(
        [...at, kind],
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      );
    }
  }
  return read;
};

const attachmentId: Reader<string> = (value, at) =>
  typeof value === 'number' ? String(whole({ min: 0 })(value, at)) : snowflake(value, at);

const attachment = record({
  id: attachmentId,
  filename: optional(text({ min: 1, max: 1024 })),
  title: optional(text({ max: 1024 })),
  description: optional(text({ max: 1024 })),
  is_spoiler: optional(yesNo),
});

export type AttachmentForm = ReturnType<typeof attachment>;

const answer = record({ poll_media: record({ text: optional(text({ min: 1, max: 55 })), emoji: optional(emoji) }) });
const poll = record({
  question: record({ text: text({ min: 1, max: 300 }) }),
  answers: list(answer, { min: 1, max: 10 }),
  duration: optional(whole({ min: 1, max: 768 })),
  allow_multiselect: optional(yesNo),
  layout_type: optional(choice(1)),
});

const reference = record({
  type: optional(choice(0, 1)),
  message_id: snowflake,
  channel_id: optional(snowflake),
  guild_id: optional(snowflake),
  fail_if_not_exists: optional(yesNo),
});

const nonce: Reader<string | number> = (value, at) =>
  typeof value === 'number' ? whole()(value, at) : text({ max: 25 })(value, at);

function writeShape(isV2: boolean) {
  return {
    content: optional(text({ max: MAX_CONTENT })),
    embeds: optional(embeds),
    allowed_mentions: optional(allowedMentions),
    components: optional(messageComponents(isV2)),
    attachments: optional(list(attachment, { max: 10 })),
    flags: optional(whole({ min: 0 })),
  };
}

function shapes(isV2: boolean) {
  const edit = writeShape(isV2);
  const followUp = { ...edit, poll: optional(poll), tts: optional(yesNo) };
  return {
    edit: record(edit),
    webhookEdit: record({ ...edit, poll: optional(poll) }),
    followUp: record(followUp),
    starter: record({ ...edit, sticker_ids: optional(list(snowflake, { max: 3 })) }),
    create: record({
      ...followUp,
      sticker_ids: optional(list(snowflake, { max: 3 })),
      message_reference: optional(reference),
      nonce: optional(nonce),
      enforce_nonce: optional(yesNo),
    }),
  };
}

const SHAPES = { legacy: shapes(false), v2: shapes(true) };
type Shapes = (typeof SHAPES)['legacy'];

/** Fields that any write of a message may bring. */
export type WriteForm = ReturnType<Shapes['edit']>;
export type CreateForm = ReturnType<Shapes['create']>;

/** Flags a sender may set, by the kind of write. */
const SETTABLE = {
  create: FLAG.suppressEmbeds | FLAG.suppressNotifications | FLAG.voiceMessage | FLAG.componentsV2,
  followUp: FLAG.suppressEmbeds | FLAG.ephemeral | FLAG.suppressNotifications | FLAG.voiceMessage | FLAG.componentsV2,
  starter: FLAG.suppressEmbeds | FLAG.suppressNotifications,
  edit: Number.MAX_SAFE_INTEGER,
  webhookEdit: Number.MAX_SAFE_INTEGER,
} as const satisfies Readonly<Record<keyof Shapes, number>>;

function hasFlag(value: unknown, flag: number): boolean {
  return isObject(value) && typeof value['flags'] === 'number' && (value['flags'] & flag) !== 0;
}

/** With Components V2 the old ways to fill a message are closed. */
function noLegacyFields(value: unknown, at: Path): void {
  if (!isObject(value)) return;
  const filled = ['content', 'embeds', 'poll', 'sticker_ids'].filter((key) => {
    const field = value[key];
    return field !== undefined && field !== null && field !== '' && !(Array.isArray(field) && field.length === 0);
  });
  together(
    filled.map(
      (key) => () =>
        fail(
          [...at, key],
          'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
          `The ${key} field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
        ),
    ),
  );
}

interface ReadOptions {
  /** The edited message uses Components V2, which cannot be undone. */
  readonly isV2?: boolean;
  /** Where in the request body the message stands. */
  readonly under?: Path;
}

/** Reads the body of a write. */
export function readMessage<K extends keyof Shapes>(
  kind: K,
  value: unknown,
  options: ReadOptions = {},
): ReturnType<Shapes[K]> {
  const isV2 = options.isV2 === true || hasFlag(value, FLAG.componentsV2);
  const shape: Reader<unknown> = (isV2 ? SHAPES.v2 : SHAPES.legacy)[kind];
  return readForm(
    (body, at) => {
      const read = shape(body, at);
      if (isV2) noLegacyFields(body, at);
      const flags = isObject(body) && typeof body['flags'] === 'number' ? body['flags'] : 0;
      if ((flags & ~SETTABLE[kind]) !== 0)
        fail([...at, 'flags'], 'SANDBOX_FLAG_NOT_SETTABLE', 'A flag that a sender cannot set here.');
      return read;
    },
    value,
    options.under ?? [],
  ) as ReturnType<Shapes[K]>;
}

/** As stored: Discord adds the type to what it was given. */
export function storedEmbeds(read: readonly Embed[]): readonly JsonObject[] {
  return read.map(({ fields, ...one }) => ({
    ...withoutNulls(one),
    ...(fields && { fields: fields.map((field) => ({ ...field, inline: field.inline ?? false })) }),
    type: 'rich',
  }));
}
