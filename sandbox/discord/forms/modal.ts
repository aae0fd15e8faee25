import { choice, fail, list, optional, type Reader, record, text, whole, yesNo } from '../form.ts';
import type { JsonObject } from '../json.ts';
import {
  byType,
  differentCustomIds,
  differentValues,
  numbered,
  selectFields,
  selectOption,
  textDisplay,
} from './components.ts';

const id = optional(whole({ min: 0 }));
const customId = text({ min: 1, max: 100 });
const required = optional(yesNo);

interface Countable {
  readonly required?: boolean | null | undefined;
  readonly min_values?: number | null | undefined;
}

/** `required` defaults to true, and a required part cannot ask for zero values. */
function consistent(read: Countable, at: readonly (string | number)[]): void {
  if (read.required === false || read.min_values !== 0) return;
  fail([...at, 'min_values'], 'COMPONENT_REQUIRED_MIN_VALUES', 'A required component needs at least one value');
}

function checked<T extends Countable & JsonObject>(shape: Reader<T>): Reader<JsonObject> {
  return (value, at) => {
    const read = shape(value, at);
    consistent(read, at);
    return read;
  };
}

const textInput = record({
  type: choice(4),
  id,
  custom_id: customId,
  style: choice(1, 2),
  min_length: optional(whole({ min: 0, max: 4000 })),
  max_length: optional(whole({ min: 1, max: 4000 })),
  required,
  value: optional(text({ max: 4000 })),
  placeholder: optional(text({ max: 100 })),
});

const groupOption = record({
  value: text({ min: 1, max: 100 }),
  label: text({ min: 1, max: 100 }),
  description: optional(text({ max: 100 })),
  default: optional(yesNo),
});

const selectShape = record({
  type: choice(3),
  ...selectFields,
  options: list(selectOption, { min: 1, max: 25 }),
  required,
});
const stringSelect: Reader<JsonObject> = (value, at) => {
  const read = selectShape(value, at);
  consistent(read, at);
  differentValues(read.options, at);
  return read;
};

const autoSelect = checked(record({ type: choice(5, 6, 7, 8), ...selectFields, required }));
const radio = record({
  type: choice(21),
  id,
  custom_id: customId,
  options: list(groupOption, { min: 2, max: 10 }),
  required,
});
const checkboxes = checked(
  record({
    type: choice(22),
    id,
    custom_id: customId,
    options: list(groupOption, { min: 1, max: 10 }),
    min_values: optional(whole({ min: 0, max: 10 })),
    max_values: optional(whole({ min: 1, max: 10 })),
    required,
  }),
);
const checkbox = record({ type: choice(23), id, custom_id: customId, default: optional(yesNo) });
const fileUpload = checked(
  record({
    type: choice(19),
    id,
    custom_id: customId,
    min_values: optional(whole({ min: 0, max: 10 })),
    max_values: optional(whole({ min: 1, max: 10 })),
    required,
    file_types: optional(list(text({ min: 1, max: 32 }), { max: 10 })),
  }),
);

const label = record({
  type: choice(18),
  id,
  label: text({ min: 1, max: 45 }),
  description: optional(text({ max: 100 })),
  component: byType({
    3: stringSelect,
    4: textInput,
    5: autoSelect,
    6: autoSelect,
    7: autoSelect,
    8: autoSelect,
    19: fileUpload,
    21: radio,
    22: checkboxes,
    23: checkbox,
  }),
});

const modalShape = record({
  custom_id: customId,
  title: text({ min: 1, max: 45 }),
  components: list(byType({ 10: textDisplay, 18: label }), { min: 1, max: 5 }),
});

/** The `data` of response type 9: labels and text displays only on the top level, no buttons. */
export const modalData: Reader<JsonObject> = (value, at) => {
  const read = modalShape(value, at);
  differentCustomIds(read.components, [...at, 'components']);
  return { ...read, components: numbered(read.components) };
};
