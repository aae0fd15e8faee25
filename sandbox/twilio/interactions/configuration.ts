import { Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import { RestError, refusals } from '../errors.ts';
import { addressOf } from '../hosts.ts';
import { isRecord, parseJson } from '../json.ts';
import { date } from '../wire.ts';

/** Set by Twilio; a change is refused. */
const PROTECTED = [
  'taskrouter_workspace_sid',
  'chat_service_instance_sid',
  'flex_service_instance_sid',
  'flex_instance_sid',
] as const;

/** `/v1/Configuration` of flex-api.twilio.com: whoever changes it sends the whole object back. */
export function flexConfigurationRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.get('/', (c) => c.json(configuration(cloud)));
  routes.post('/', async (c) => {
    const given = parseJson(await c.req.text());
    if (!isRecord(given)) throw refusals.invalid('The configuration is given as JSON');
    if (given.account_sid !== cloud.account.sid) throw refusals.invalid('account_sid is missing or wrong');
    const known = configuration(cloud);
    const changed = PROTECTED.find((field) => field in given && given[field] !== known[field]);
    if (changed !== undefined) throw new RestError(400, 45004, `${changed} is protected`);
    cloud.store.flexConfiguration.clear();
    for (const [field, value] of Object.entries(given)) cloud.store.flexConfiguration.set(field, value);
    return c.json(configuration(cloud));
  });
  return routes;
}

function configuration(cloud: Cloud): Record<string, unknown> {
  const { seed } = cloud;
  const kept = Object.fromEntries(cloud.store.flexConfiguration);
  return {
    attributes: {},
    ui_attributes: {},
    channel_configs: [],
    ui_language: 'en',
    ui_version: '2.17.1',
    ...kept,
    account_sid: cloud.account.sid,
    status: 'ok',
    date_created: date(0),
    date_updated: date(0),
    taskrouter_workspace_sid: seed.workspaceSid,
    taskrouter_target_workflow_sid: kept.taskrouter_target_workflow_sid ?? seed.workflowSid,
    taskrouter_target_taskqueue_sid: kept.taskrouter_target_taskqueue_sid ?? seed.taskQueueSid,
    taskrouter_offline_activity_sid: seed.offlineActivitySid,
    chat_service_instance_sid: seed.chatServiceSid,
    flex_service_instance_sid: seed.chatServiceSid,
    flex_instance_sid: seed.flexInstanceSid,
    url: addressOf('flex', '/v1/Configuration'),
  };
}
