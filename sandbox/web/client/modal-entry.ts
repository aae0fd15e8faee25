import type { FileUpload, ModalFieldView, ModalView } from '../../control/types.ts';

type Value = string | readonly string[] | boolean;

/** What stands in a form's fields, by custom id. */
export interface ModalState {
  readonly values: Readonly<Record<string, Value>>;
  readonly files: Readonly<Record<string, readonly FileUpload[]>>;
}

export function startModal(modal: ModalView): ModalState {
  const values: Record<string, Value> = {};
  for (const field of modal.fields) {
    if (field.kind === 'text' || field.kind === 'files') continue;
    values[field.customId] = startValue(field);
  }
  return { values, files: {} };
}

function startValue(field: ModalFieldView): Value {
  if (field.kind === 'checkbox') return field.value === 'true';
  if (field.kind === 'checkboxes' || field.kind === 'select') return field.value === null ? [] : [field.value];
  return field.value ?? '';
}

export function faultsOfModal(modal: ModalView, state: ModalState): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  for (const field of modal.fields) {
    const fault = faultOf(field, state);
    if (fault !== undefined) faults.set(field.customId, fault);
  }
  return faults;
}

function faultOf(field: ModalFieldView, state: ModalState): string | undefined {
  if (field.kind === 'text') return undefined;
  const value = state.values[field.customId];
  if (isEmpty(field, value, state)) return field.required ? 'This field is required.' : undefined;
  if (typeof value !== 'string') return undefined;
  if (field.minLength !== null && value.length < field.minLength) return `Use at least ${field.minLength} characters.`;
  if (field.maxLength !== null && value.length > field.maxLength) return `Use ${field.maxLength} characters or fewer.`;
  return undefined;
}

function isEmpty(field: ModalFieldView, value: Value | undefined, state: ModalState): boolean {
  if (field.kind === 'files') return (state.files[field.customId] ?? []).length === 0;
  // A single check box carries no `required` at Discord: unticked is an answer.
  if (value === undefined || typeof value === 'boolean') return false;
  return typeof value === 'string' ? value.trim() === '' : value.length === 0;
}

/** The values as the control API takes them. */
export function modalValues(modal: ModalView, state: ModalState): Record<string, Value> {
  const sent = modal.fields.filter((field) => field.kind !== 'text' && field.kind !== 'files');
  return Object.fromEntries(sent.map((field) => [field.customId, state.values[field.customId] ?? '']));
}
