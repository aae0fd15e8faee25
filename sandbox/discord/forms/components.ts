import {
  choice,
  fail,
  list,
  optional,
  type Reader,
  record,
  snowflake,
  text,
  together,
  url,
  whole,
  yesNo,
} from '../form.ts';
import { isObject, type JsonObject, numberOf, objectOf, objectsOf, textOf } from '../json.ts';

const MAX_V2_COMPONENTS = 40;
const MAX_V2_TEXT = 4000;
const MAX_ROWS = 5;

const customId = text({ min: 1, max: 100 });
const id = optional(whole({ min: 0 }));
export const emoji = record({ id: optional(snowflake), name: optional(text({ max: 64 })), animated: optional(yesNo) });
const media = record({ url: url(2048) });

/** One of several kinds of component, told apart by `type`. */
export function byType(readers: Readonly<Record<number, Reader<JsonObject>>>): Reader<JsonObject> {
  return (value, at) => {
    const type: unknown = isObject(value) ? value['type'] : undefined;
    const reader = typeof type === 'number' ? readers[type] : undefined;
    if (reader !== undefined) return reader(value, at);
    const allowed = `Value of field "type" must be one of (${Object.keys(readers).join(', ')}).`;
    return fail([...at, 'type'], 'UNION_TYPE_CHOICES', allowed);
  };
}

const buttonShape = record({
  type: choice(2),
  id,
  style: choice(1, 2, 3, 4, 5),
  label: optional(text({ max: 80 })),
  emoji: optional(emoji),
  custom_id: optional(customId),
  url: optional(url(512)),
  disabled: optional(yesNo),
});

const button: Reader<JsonObject> = (value, at) => {
  const read = buttonShape(value, at);
  const isLink = read.style === 5;
  if (isLink && !read.url) fail([...at, 'url'], 'BUTTON_COMPONENT_URL_REQUIRED', 'A url is required');
  if (isLink && read.custom_id)
    fail(at, 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', 'A custom id and url cannot both be specified');
  if (!isLink && !read.custom_id)
    fail([...at, 'custom_id'], 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id required');
  if (!isLink && read.url) fail([...at, 'url'], 'BUTTON_COMPONENT_URL_NOT_ALLOWED', 'Only link buttons have a url');
  if (!read.label && !read.emoji)
    fail([...at, 'label'], 'BUTTON_COMPONENT_LABEL_REQUIRED', 'A label or an emoji is required');
  return read;
};

export const selectOption = record({
  label: text({ min: 1, max: 100 }),
  value: text({ min: 1, max: 100 }),
  description: optional(text({ max: 100 })),
  emoji: optional(emoji),
  default: optional(yesNo),
});

export const selectFields = {
  id,
  custom_id: customId,
  placeholder: optional(text({ max: 150 })),
  min_values: optional(whole({ min: 0, max: 25 })),
  max_values: optional(whole({ min: 1, max: 25 })),
};

/** The options of one select have different values. */
export function differentValues(
  options: readonly { readonly value: string }[],
  at: readonly (string | number)[],
): void {
  if (new Set(options.map((option) => option.value)).size === options.length) return;
  fail([...at, 'options'], 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used');
}

const stringSelectShape = record({
  type: choice(3),
  ...selectFields,
  options: list(selectOption, { min: 1, max: 25 }),
  disabled: optional(yesNo),
});

const stringSelect: Reader<JsonObject> = (value, at) => {
  const read = stringSelectShape(value, at);
  differentValues(read.options, at);
  return read;
};

const autoSelect = record({
  type: choice(5, 6, 7, 8),
  ...selectFields,
  channel_types: optional(list(whole(), { max: 25 })),
  default_values: optional(list(record({ id: snowflake, type: choice('user', 'role', 'channel') }), { max: 25 })),
  disabled: optional(yesNo),
});

const rowShape = record({
  type: choice(1),
  id,
  components: list(byType({ 2: button, 3: stringSelect, 5: autoSelect, 6: autoSelect, 7: autoSelect, 8: autoSelect }), {
    min: 1,
    max: 5,
  }),
});

const row: Reader<JsonObject> = (value, at) => {
  const read = rowShape(value, at);
  const selects = read.components.filter((component) => component['type'] !== 2);
  if (selects.length > 0 && read.components.length > 1) {
    fail([...at, 'components'], 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'A select menu takes the whole action row');
  }
  return read;
};

export const textDisplay = record({ type: choice(10), id, content: text({ min: 1, max: MAX_V2_TEXT }) });

const described = { description: optional(text({ max: 1024 })), spoiler: optional(yesNo) };
const thumbnail = record({ type: choice(11), id, media, ...described });
const section = record({
  type: choice(9),
  id,
  components: list(byType({ 10: textDisplay }), { min: 1, max: 3 }),
  accessory: byType({ 2: button, 11: thumbnail }),
});
const gallery = record({ type: choice(12), id, items: list(record({ media, ...described }), { min: 1, max: 10 }) });
const file = record({ type: choice(13), id, file: media, spoiler: optional(yesNo) });
const separator = record({ type: choice(14), id, divider: optional(yesNo), spacing: optional(choice(1, 2)) });
const inContainer = { 1: row, 9: section, 10: textDisplay, 12: gallery, 13: file, 14: separator };
const container = record({
  type: choice(17),
  id,
  accent_color: optional(whole({ min: 0, max: 0xffffff })),
  spoiler: optional(yesNo),
  components: list(byType(inContainer), { min: 1, max: MAX_V2_COMPONENTS }),
});

const legacyComponents = list(byType({ 1: row }), { max: MAX_ROWS });
const v2Components = list(byType({ ...inContainer, 17: container }), { max: MAX_V2_COMPONENTS });

/** A component and all components within it. */
export function withNested(component: JsonObject): readonly JsonObject[] {
  const accessory = objectOf(component, 'accessory');
  const inner = objectOf(component, 'component');
  const nested = [...objectsOf(component, 'components'), ...(accessory ? [accessory] : []), ...(inner ? [inner] : [])];
  return [component, ...nested.flatMap(withNested)];
}

/** Custom ids are unique within a message or a modal. */
export function differentCustomIds(components: readonly JsonObject[], at: readonly (string | number)[]): void {
  const ids = components.flatMap(withNested).flatMap((component) => textOf(component, 'custom_id') ?? []);
  if (new Set(ids).size === ids.length) return;
  fail(at, 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
}

/** The components of a message: action rows, or with flag 32768 everything Components V2 has. */
export function messageComponents(isV2: boolean): Reader<readonly JsonObject[]> {
  return (value, at) => {
    const read: readonly JsonObject[] = isV2 ? v2Components(value, at) : legacyComponents(value, at);
    const all = read.flatMap(withNested);
    const displayed = all
      .filter((one) => one['type'] === 10)
      .reduce((sum, one) => sum + (textOf(one, 'content') ?? '').length, 0);
    together([
      () => differentCustomIds(read, at),
      () => {
        if (all.length > MAX_V2_COMPONENTS)
          fail(
            at,
            'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
            `The maximum number of components is ${MAX_V2_COMPONENTS}`,
          );
        if (displayed > MAX_V2_TEXT)
          fail(at, 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', `Displayable text exceeds ${MAX_V2_TEXT} characters`);
      },
    ]);
    return read;
  };
}

const SELECT_DEFAULTS = { min_values: 1, max_values: 1 };

/** What Discord adds to a component that does not say it, by type. */
const DEFAULTS: Readonly<Record<number, JsonObject>> = {
  3: SELECT_DEFAULTS,
  5: SELECT_DEFAULTS,
  6: SELECT_DEFAULTS,
  7: SELECT_DEFAULTS,
  8: SELECT_DEFAULTS,
  11: { description: null, spoiler: false },
  13: { name: null, size: null, spoiler: false },
  14: { divider: true, spacing: 1 },
  17: { accent_color: null, spoiler: false },
};

/** Discord leaves out what was given as null. */
export function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined));
}

/** As stored: defaults filled in, and every component without an id given the next free number. */
export function numbered(components: readonly JsonObject[]): readonly JsonObject[] {
  const taken = new Set(components.flatMap(withNested).flatMap((component) => numberOf(component, 'id') || []));
  let last = 0;

  function nextFree(): number {
    do last += 1;
    while (taken.has(last));
    return last;
  }

  function give(component: JsonObject): JsonObject {
    const own = numberOf(component, 'id') || nextFree();
    const accessory = objectOf(component, 'accessory');
    const inner = objectOf(component, 'component');
    return {
      ...DEFAULTS[numberOf(component, 'type') ?? 0],
      ...withoutNulls(component),
      id: own,
      ...(Array.isArray(component['components']) && { components: objectsOf(component, 'components').map(give) }),
      ...(accessory && { accessory: give(accessory) }),
      ...(inner && { component: give(inner) }),
    };
  }

  return components.map(give);
}
