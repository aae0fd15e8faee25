import type { ModalFieldView, ModalView } from '../../control/types.ts';
import type { OpenModal } from '../entities.ts';
import { type JsonObject, numberOf, objectOf, objectsOf, textOf } from '../json.ts';
import { optionViews } from './message.ts';

type FieldKind = ModalFieldView['kind'];

/** Kinds of part by component type; text inputs and the automatic selects are told apart below. */
const KINDS: Readonly<Record<number, FieldKind>> = {
  3: 'select',
  19: 'files',
  21: 'radio',
  22: 'checkboxes',
  23: 'checkbox',
};

function kindOf(component: JsonObject): FieldKind {
  const type = numberOf(component, 'type') ?? 0;
  if (type === 4) return component['style'] === 2 ? 'paragraph' : 'short';
  return KINDS[type] ?? 'select';
}

/** What stands in the field before the member has touched it. */
function startValue(component: JsonObject): string | null {
  if (component['type'] === 23) return component['default'] === true ? 'true' : null;
  const chosen = objectsOf(component, 'options').find((option) => option['default'] === true);
  return chosen === undefined ? textOf(component, 'value') : textOf(chosen, 'value');
}

const TEXT_FIELD = { placeholder: null, maxLength: null, minLength: null, options: [] };

function fieldView(part: JsonObject): ModalFieldView {
  const component = objectOf(part, 'component');
  if (component === null) {
    return {
      ...TEXT_FIELD,
      customId: '',
      label: textOf(part, 'content') ?? '',
      description: null,
      kind: 'text',
      value: null,
      required: false,
    };
  }
  return {
    customId: textOf(component, 'custom_id') ?? '',
    label: textOf(part, 'label') ?? '',
    description: textOf(part, 'description'),
    kind: kindOf(component),
    value: startValue(component),
    placeholder: textOf(component, 'placeholder'),
    // A single checkbox can be left empty; every other part is required unless it says otherwise.
    required: component['type'] !== 23 && component['required'] !== false,
    maxLength: numberOf(component, 'max_length'),
    minLength: numberOf(component, 'min_length'),
    options: optionViews(component),
  };
}

export function modalView(modal: OpenModal): ModalView {
  return {
    id: modal.id,
    customId: textOf(modal.data, 'custom_id') ?? '',
    title: textOf(modal.data, 'title') ?? '',
    fields: objectsOf(modal.data, 'components').map(fieldView),
  };
}
