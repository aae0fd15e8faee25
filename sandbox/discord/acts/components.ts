import type { InteractionOutcome } from '../../control/types.ts';
import { INTERACTION, type Member } from '../entities.ts';
import { withNested } from '../forms/components.ts';
import { type JsonObject, numberOf, objectsOf, textOf } from '../json.ts';
import type { Cloud } from '../store.ts';
import { placeOf, recordAct, seenMessage } from './place.ts';
import { invalid, notAllowed, notFound } from './refused.ts';
import { startInteraction } from './start.ts';

interface ComponentAct {
  readonly channelId: string;
  readonly messageId: string;
  readonly customId: string;
  readonly values: readonly string[];
}

export function checkedValues(component: JsonObject, values: readonly string[]): readonly string[] {
  const options = objectsOf(component, 'options');
  const least = numberOf(component, 'min_values') ?? 1;
  const most = numberOf(component, 'max_values') ?? 1;
  if (values.length < least || values.length > most) invalid(`Choose ${least} to ${most}`);
  const isOffered = (value: string): boolean => options.some((option) => option['value'] === value);
  if (options.length > 0 && !values.every(isOffered)) invalid('A value is not among the options');
  return values;
}

export function pressComponent(cloud: Cloud, member: Member, act: ComponentAct): Promise<InteractionOutcome> {
  const channel = placeOf(cloud, member, act.channelId);
  const message = seenMessage(cloud, member, channel, act.messageId);
  const all = message.components.flatMap(withNested);
  const component = all.find((one) => one['custom_id'] === act.customId) ?? notFound('component');
  if (component['disabled'] === true) notAllowed('The component is disabled');
  const type = numberOf(component, 'type') ?? 2;
  const customId = textOf(component, 'custom_id') ?? '';
  const data: JsonObject = {
    component_type: type,
    custom_id: customId,
    id: numberOf(component, 'id') ?? 1,
    ...(type !== 2 && { values: checkedValues(component, act.values) }),
  };
  const what = type === 2 ? 'button' : 'select';
  recordAct(cloud, `${what} ${customId}`, { memberId: member.user.id, channelId: channel.id, messageId: message.id });
  return startInteraction(cloud, { type: INTERACTION.component, member, channel, data, customId, message });
}
