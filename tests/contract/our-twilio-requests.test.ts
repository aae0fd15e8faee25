import type { TwilioGateway } from '../../src/flex/client.ts';
import { conversationAttributes, conversationName, memberIdentity, newSession } from '../../src/session/session.ts';
import { gatewayTo, type ServedTwilio, serveTwilio } from '../flex/gateway.ts';
import { recordingGateway } from '../flex/recording-client.ts';
import { hasTwilioSpecs, validateTwilioRequest, validateTwilioResponse } from '../support/twilio-spec.ts';

if (!hasTwilioSpecs)
  console.warn('No API descriptions of Twilio: set SPECS_DIR to the folder that holds twilio/*.json');
const whenSpecsAreThere = hasTwilioSpecs ? describe : describe.skip;

const FLOW = `FW${'f1'.repeat(16)}`;
const SESSION = {
  ...newSession({ memberId: '1440000000000000042', displayName: 'Ann 👾', locale: 'de', guildId: null }, 0),
  counter: 1,
};

/** Every call the gateways offer, used at least once as the product uses it. */
async function useEverything(twilio: TwilioGateway, served: ServedTwilio): Promise<void> {
  const { conversations, sync, taskRouter } = twilio;
  const { workspaceSid, workflowSid } = served.twilio.seed;
  const identity = memberIdentity(SESSION.memberId);

  const { sid } = await conversations.create(
    conversationName(SESSION),
    SESSION.displayName,
    conversationAttributes(SESSION),
  );
  await conversations.fetch(conversationName(SESSION));
  await conversations.addParticipant(sid, identity);
  await conversations.setUserName(identity, SESSION.displayName);
  await conversations.userName(identity);
  await conversations.participants(sid);
  await conversations.addWebhook(sid, {
    target: 'webhook',
    url: `https://support-1234.twil.io/conversations/events?member=${SESSION.memberId}`,
    filters: [
      'onMessageAdded',
      'onMessageUpdated',
      'onMessageRemoved',
      'onParticipantAdded',
      'onParticipantRemoved',
      'onConversationStateUpdated',
    ],
  });
  const studio = await conversations.addWebhook(sid, { target: 'studio', flowSid: FLOW, replayAfter: 0 });
  await conversations.webhooks(sid);
  await conversations.removeWebhook(sid, studio.sid);
  const attributes = { origin: 'member', discordId: '1440000000000009001', part: 1, parts: 1, editedAt: null };
  const message = await conversations.addMessage(sid, {
    author: identity,
    body: '안녕 "hello" & more',
    attributes,
    notify: true,
  });
  await conversations.editMessage(sid, message.sid, 'hello!', attributes);
  await conversations.latestMessages(sid, 100);
  await conversations.messagesAfter(sid, -1);
  await conversations.setAttributes(sid, { ...conversationAttributes(SESSION), status: 'queued' });

  const document = await sync.createDocument('session.1440000000000000042', SESSION, 3_600);
  await sync.readDocument('session.1440000000000000042');
  await sync.updateDocument('session.1440000000000000042', { ...SESSION, counter: 2 }, document.revision, 60);
  await sync.removeDocument('session.1440000000000000042');
  await sync.createMap('relay.watched');
  await sync.writeItem('relay.watched', '1440000000000000042', { dueAt: 1 });
  await sync.writeItem('relay.watched', '1440000000000000042', { dueAt: 2 });
  await sync.listItems('relay.watched');
  await sync.removeItem('relay.watched', '1440000000000000042');

  await taskRouter.flexSettings();
  const interaction = await served.client.flexApi.v1.interaction.create({
    channel: { type: 'web', initiated_by: 'customer', properties: { media_channel_sid: sid } },
    routing: {
      properties: {
        workspace_sid: workspaceSid,
        workflow_sid: workflowSid,
        task_channel_unique_name: 'chat',
        attributes: {},
      },
    },
  });
  const [taskSid = ''] = await taskRouter.tasksOf(interaction.sid, String(interaction.channel['sid']));
  await taskRouter.taskStatus(workspaceSid, taskSid);
}

/** The gateway, with the name of every call that is made on record. */
function watched(twilio: TwilioGateway, calls: Set<string>): TwilioGateway {
  const products = Object.entries(twilio).map(([product, gateway]) => [
    product,
    new Proxy(gateway, {
      get(target, name, receiver) {
        calls.add(`${product}.${String(name)}`);
        return Reflect.get(target, name, receiver);
      },
    }),
  ]);
  return Object.fromEntries(products);
}

function allCalls(twilio: TwilioGateway): readonly string[] {
  return Object.entries(twilio).flatMap(([product, gateway]) =>
    Object.keys(gateway).map((name) => `${product}.${name}`),
  );
}

describe('our requests to Twilio', () => {
  let served: ServedTwilio;
  const calls = new Set<string>();
  let offered: readonly string[];
  let started: ReturnType<typeof recordingGateway>;

  beforeAll(async () => {
    served = await serveTwilio();
    const twilio = gatewayTo(served);
    offered = allCalls(twilio);
    await useEverything(watched(twilio, calls), served);
    started = recordingGateway(() => ({ statusCode: 201, body: { sid: `FN${'1'.repeat(32)}` } }));
    await watched(started.gateway, calls).studio.startExecution(FLOW, 'sweep-abc-1', { hop: '1', lease: 'abc' });
  });

  afterAll(async () => {
    await served.close();
  });

  it('are all of them looked at here', () => {
    expect([...calls].sort()).toEqual([...offered].sort());
  });

  it('are all taken by the emulated Twilio, which refuses fields it does not know', () => {
    const refused = served.exchanges
      .filter((one) => one.status >= 400)
      .map((one) => `${one.method} ${one.path} ${one.status}`);

    // A map's item is created where the update finds none.
    expect(refused).toEqual([
      `POST /sync.twilio.com/v1/Services/${served.twilio.seed.syncServiceSid}/Maps/relay.watched/Items/1440000000000000042 404`,
    ]);
  });

  whenSpecsAreThere('against Twilio’s API descriptions', () => {
    it('hold nothing that is not described', () => {
      const problems = served.exchanges.flatMap((one) =>
        [...validateTwilioRequest(one), ...validateTwilioResponse(one)].map(
          (problem) => `${one.method} ${one.path}: ${problem}`,
        ),
      );

      expect(problems).toEqual([]);
      expect(served.exchanges.length).toBeGreaterThan(offered.length);
    });

    it('start a flow as described', () => {
      const problems = started.requests.flatMap(({ body, ...request }) =>
        validateTwilioRequest({ ...request, requestBody: body, status: 201, responseBody: '' }),
      );

      expect(problems).toEqual([]);
      expect(started.requests).toHaveLength(1);
    });

    it.each<{ what: string; path: string; body: string }>([
      { what: 'a misspelt field', path: '/conversations.twilio.com/v1/Conversations', body: 'FriendlyNme=Ann' },
      {
        what: 'a missing field',
        path: `/conversations.twilio.com/v1/Conversations/CH${'1'.repeat(32)}/Webhooks`,
        body: '',
      },
      {
        what: 'a wrong kind of SID',
        path: `/conversations.twilio.com/v1/Conversations/CH${'1'.repeat(32)}/Webhooks`,
        body: 'Target=studio&Configuration.FlowSid=XX1',
      },
      { what: 'an unknown route', path: '/conversations.twilio.com/v1/Channels', body: '' },
    ])('would show $what', ({ path, body }) => {
      const contentType = 'application/x-www-form-urlencoded';

      const problems = validateTwilioRequest({
        method: 'POST',
        path,
        query: '',
        contentType,
        requestBody: body || 'X=1',
        status: 201,
        responseBody: '',
      });

      expect(problems).not.toEqual([]);
    });
  });
});
