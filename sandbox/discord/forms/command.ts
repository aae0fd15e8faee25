import {
  bits,
  choice,
  fail,
  list,
  matching,
  optional,
  type Reader,
  record,
  text,
  together,
  whole,
  yesNo,
} from '../form.ts';
import { isObject, type JsonObject, objectsOf, textOf } from '../json.ts';

const SLASH_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const MAX_COMMAND_TEXT = 8000;
const LOCALES = new Set(
  'id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko'.split(
    ' ',
  ),
);

function localised(reader: Reader<string>): Reader<JsonObject> {
  return (value, at) => {
    if (!isObject(value)) return fail(at, 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
    const read: Record<string, string> = {};
    together(
      Object.entries(value).map(([locale, words]) => () => {
        if (!LOCALES.has(locale))
          fail([...at, locale], 'ENUM_TYPE_COERCE', `Value "${locale}" is not a valid enum value.`);
        read[locale] = reader(words, [...at, locale]);
      }),
    );
    return read;
  };
}

const slashName: Reader<string> = (value, at) => {
  const read = matching(SLASH_NAME, 'Command name is invalid')(value, at);
  return read === read.toLowerCase() ? read : fail(at, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
};
const description = text({ min: 1, max: 100 });
const choiceValue: Reader<string | number> = (value, at) =>
  typeof value === 'number' ? value : text({ max: 100 })(value, at);

const option = record({
  type: choice(3, 4, 5, 6, 7, 8, 9, 10, 11),
  name: slashName,
  name_localizations: optional(localised(slashName)),
  description,
  description_localizations: optional(localised(description)),
  required: optional(yesNo),
  choices: optional(
    list(
      record({
        name: text({ min: 1, max: 100 }),
        name_localizations: optional(localised(text({ min: 1, max: 100 }))),
        value: choiceValue,
      }),
      { max: 25 },
    ),
  ),
  channel_types: optional(list(whole(), { max: 25 })),
  min_value: optional(whole()),
  max_value: optional(whole()),
  min_length: optional(whole({ min: 0, max: 6000 })),
  max_length: optional(whole({ min: 1, max: 6000 })),
  autocomplete: optional(yesNo),
  file_types: optional(list(text({ min: 1, max: 32 }), { max: 10 })),
});

const shared = {
  id: optional(text({ max: 20 })),
  default_member_permissions: optional(bits),
  nsfw: optional(yesNo),
};
const globalOnly = {
  contexts: optional(list(choice(0, 1, 2), { min: 1, max: 3 })),
  integration_types: optional(list(choice(0, 1), { min: 1, max: 2 })),
  dm_permission: optional(yesNo),
};
const slashShape = {
  ...shared,
  type: optional(choice(1)),
  name: slashName,
  name_localizations: optional(localised(slashName)),
  description,
  description_localizations: optional(localised(description)),
  options: optional(list(option, { max: 25 })),
};
const menuName = text({ min: 1, max: 32 });
const menuShape = { ...shared, type: choice(2, 3), name: menuName, name_localizations: optional(localised(menuName)) };

const READERS = {
  global: { slash: record({ ...slashShape, ...globalOnly }), menu: record({ ...menuShape, ...globalOnly }) },
  guild: { slash: record(slashShape), menu: record(menuShape) },
};

/** The longest wording counts, in whatever language it is. */
function longest(object: JsonObject, key: string): number {
  const translations = object[`${key}_localizations`];
  const words = isObject(translations) ? Object.values(translations) : [];
  return Math.max(...[textOf(object, key), ...words].map((one) => (typeof one === 'string' ? one.length : 0)));
}

function commandText(object: JsonObject): number {
  const own = longest(object, 'name') + longest(object, 'description') + (textOf(object, 'value') ?? '').length;
  return [...objectsOf(object, 'options'), ...objectsOf(object, 'choices')].reduce(
    (sum, one) => sum + commandText(one),
    own,
  );
}

function optionRules(command: JsonObject, at: readonly (string | number)[]): void {
  const options = objectsOf(command, 'options');
  const firstOptional = options.findIndex((one) => one['required'] !== true);
  const lastRequired = options.findLastIndex((one) => one['required'] === true);
  if (firstOptional !== -1 && lastRequired > firstOptional) {
    fail(
      [...at, 'options', lastRequired],
      'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
      'Required options must be placed before non-required options',
    );
  }
  if (new Set(options.map((one) => one['name'])).size < options.length) {
    fail([...at, 'options'], 'APPLICATION_COMMAND_OPTIONS_NAME_INVALID', 'Option names must be unique');
  }
  const mixed = options.findIndex((one) => one['autocomplete'] === true && objectsOf(one, 'choices').length > 0);
  if (mixed !== -1)
    fail(
      [...at, 'options', mixed, 'choices'],
      'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES',
      'Autocomplete excludes choices',
    );
}

/** One command as registered; the permissions come back as a string. */
export function commandForm(scope: 'global' | 'guild'): Reader<JsonObject> {
  const { slash, menu } = READERS[scope];
  return (value, at) => {
    const isMenu = isObject(value) && (value['type'] === 2 || value['type'] === 3);
    const read = isMenu ? menu(value, at) : slash(value, at);
    const permissions = read.default_member_permissions;
    const command: JsonObject = {
      ...read,
      type: read.type ?? 1,
      default_member_permissions: permissions?.toString() ?? null,
    };
    optionRules(command, at);
    if (commandText(command) > MAX_COMMAND_TEXT) {
      fail(at, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${MAX_COMMAND_TEXT})`);
    }
    return command;
  };
}

/** Discord's limits per scope: 100 slash, 15 user and 15 message commands; names unique per type. */
export function commandSet(scope: 'global' | 'guild'): Reader<readonly JsonObject[]> {
  return (value, at) => {
    const read = list(commandForm(scope), { max: 130 })(value, at);
    const limits = { 1: 100, 2: 15, 3: 15 };
    for (const [type, most] of Object.entries(limits)) {
      const names = read.filter((one) => String(one['type']) === type).map((one) => one['name']);
      if (names.length > most) fail(at, 'APPLICATION_COMMAND_LIMIT', 'Maximum number of application commands reached');
      if (new Set(names).size < names.length)
        fail(at, 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
    }
    return read;
  };
}
