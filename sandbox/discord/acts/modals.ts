import type { InteractionOutcome } from '../../control/types.ts';
import { keepFile } from '../attachments.ts';
import { INTERACTION, type Member, type OpenModal } from '../entities.ts';
import { type JsonObject, numberOf, objectOf, objectsOf, textOf } from '../json.ts';
import { type Cloud, messagesIn } from '../store.ts';
import { attachmentWire } from '../wire.ts';
import { checkedValues } from './components.ts';
import { bytesOf, type FileForm, fitsTypes } from './files.ts';
import { placeOf, recordAct } from './place.ts';
import { invalid, notFound } from './refused.ts';
import { startInteraction } from './start.ts';

interface ModalAct {
  readonly id: string;
  readonly values: Readonly<Record<string, string | readonly string[] | boolean>>;
  readonly files: Readonly<Record<string, readonly FileForm[]>>;
}

interface Submission {
  readonly act: ModalAct;
  readonly channelId: string;
  /** Uploaded files, by id. */
  readonly attachments: Record<string, JsonObject>;
}

function openModal(member: Member, id: string): OpenModal {
  return member.modal?.id === id ? member.modal : notFound('open modal');
}

export function dismissModal(cloud: Cloud, member: Member, id: string): void {
  openModal(member, id);
  member.modal = null;
  cloud.changed();
}

function listOf(value: string | readonly string[] | boolean | undefined): readonly string[] {
  if (value === undefined || value === '' || typeof value === 'boolean') return [];
  return typeof value === 'string' ? [value] : value;
}

function typedText(component: JsonObject, given: string | readonly string[] | boolean | undefined): JsonObject {
  const value = given ?? textOf(component, 'value') ?? '';
  if (typeof value !== 'string') return invalid('A text field takes text');
  const isRequired = component['required'] !== false;
  if (value === '' && isRequired) invalid('A required field is empty');
  if (value !== '' && value.length < (numberOf(component, 'min_length') ?? 0)) invalid('A text is too short');
  if (value.length > (numberOf(component, 'max_length') ?? 4000)) invalid('A text is too long');
  return { value };
}

function chosen(component: JsonObject, given: string | readonly string[] | boolean | undefined): readonly string[] {
  const defaults = objectsOf(component, 'options').filter((option) => option['default'] === true);
  const values = given === undefined ? defaults.flatMap((option) => textOf(option, 'value') ?? []) : listOf(given);
  if (values.length === 0 && component['required'] === false) return values;
  const isGroup = component['type'] === 22;
  const most = isGroup
    ? (numberOf(component, 'max_values') ?? objectsOf(component, 'options').length)
    : numberOf(component, 'max_values');
  return checkedValues({ ...component, ...(most !== null && { max_values: most }) }, values);
}

function uploaded(cloud: Cloud, component: JsonObject, submission: Submission): JsonObject {
  const files = submission.act.files[textOf(component, 'custom_id') ?? ''] ?? [];
  const least = numberOf(component, 'min_values') ?? (component['required'] === false ? 0 : 1);
  if (files.length < least && !(files.length === 0 && component['required'] === false)) invalid('A file is missing');
  if (files.length > (numberOf(component, 'max_values') ?? 1)) invalid('Too many files');
  const types = component['file_types'];
  const allowed = Array.isArray(types) ? types.map(String) : [];
  const values = files.map((file) => {
    if (!fitsTypes(file, allowed)) invalid(`${file.filename} is not of an allowed kind`);
    const kept = keepFile(cloud, bytesOf(file), {
      channelId: submission.channelId,
      ephemeral: true,
      description: file.description,
    });
    submission.attachments[kept.id] = attachmentWire(cloud, kept);
    return kept.id;
  });
  return { values };
}

function filled(cloud: Cloud, component: JsonObject, submission: Submission): JsonObject {
  const customId = textOf(component, 'custom_id') ?? '';
  const given = submission.act.values[customId];
  const frame = { type: numberOf(component, 'type') ?? 0, id: numberOf(component, 'id') ?? 0, custom_id: customId };
  switch (frame.type) {
    case 4:
      return { ...frame, ...typedText(component, given) };
    case 19:
      return { ...frame, ...uploaded(cloud, component, submission) };
    case 21:
      return { ...frame, value: chosen(component, given)[0] ?? null };
    case 23:
      return {
        ...frame,
        value:
          typeof given === 'boolean' ? given : given === undefined ? component['default'] === true : given === 'true',
      };
    default:
      return { ...frame, values: chosen(component, given) };
  }
}

function submitted(cloud: Cloud, part: JsonObject, submission: Submission): JsonObject {
  const frame = { type: numberOf(part, 'type') ?? 0, id: numberOf(part, 'id') ?? 0 };
  const component = objectOf(part, 'component');
  return component === null ? frame : { ...frame, component: filled(cloud, component, submission) };
}

export async function submitModal(cloud: Cloud, member: Member, act: ModalAct): Promise<InteractionOutcome> {
  const modal = openModal(member, act.id);
  const channel = placeOf(cloud, member, modal.channelId);
  const parts = objectsOf(modal.data, 'components');
  const known = parts.flatMap((part) => textOf(objectOf(part, 'component') ?? {}, 'custom_id') ?? []);
  for (const key of [...Object.keys(act.values), ...Object.keys(act.files)])
    if (!known.includes(key)) invalid(`The form has no field ${key}`);
  const submission: Submission = { act, channelId: channel.id, attachments: {} };
  const components = parts.map((part) => submitted(cloud, part, submission));
  const customId = textOf(modal.data, 'custom_id') ?? '';
  const { attachments } = submission;
  const data: JsonObject = {
    custom_id: customId,
    components,
    ...(Object.keys(attachments).length > 0 && { resolved: { attachments } }),
  };
  const message = messagesIn(cloud, channel.id).find((one) => one.id === modal.messageId) ?? null;
  recordAct(cloud, `form ${customId}`, { memberId: member.user.id, channelId: channel.id });
  const outcome = await startInteraction(cloud, {
    type: INTERACTION.modal,
    member,
    channel,
    data,
    customId,
    message,
    triggerId: modal.triggerId,
  });
  // Without an answer the form stays open, so that the member can try again.
  if (outcome.responseType !== null && member.modal?.id === modal.id) member.modal = null;
  cloud.changed();
  return outcome;
}
