import {
  type Answered,
  APPLICATION_ID,
  createHarness,
  type Harness,
  inline,
  registerCommands,
} from '../support/discord-harness.ts';
import { SPEC_MISSING, specIsThere, validateResponse } from '../support/discord-spec.ts';

if (!specIsThere) console.warn(SPEC_MISSING);
const whenSpecIsThere = specIsThere ? describe : describe.skip;

const IMAGE = new Blob([new Uint8Array([137, 80, 78, 71])], { type: 'image/png' });

function form(json: unknown): FormData {
  const data = new FormData();
  data.append('payload_json', JSON.stringify(json));
  data.append('files[0]', IMAGE, 'shot.png');
  return data;
}

const EMBED = {
  title: 'A title',
  url: 'https://support.example.com/a',
  description: 'Text',
  color: 5,
  footer: { text: 'f' },
  author: { name: 'a' },
  fields: [{ name: 'n', value: 'v' }],
};
const ROWS = [
  {
    type: 1,
    components: [
      { type: 2, style: 1, label: 'One', custom_id: 'one', emoji: { name: '✅' } },
      { type: 2, style: 5, label: 'Site', url: 'https://example.com' },
    ],
  },
  { type: 1, components: [{ type: 3, custom_id: 'pick', placeholder: 'Pick', options: [{ label: 'A', value: 'a' }] }] },
];
const V2 = {
  flags: 32768,
  components: [
    {
      type: 17,
      accent_color: 5793266,
      components: [
        { type: 10, content: '### Case' },
        {
          type: 9,
          components: [{ type: 10, content: 'Text' }],
          accessory: { type: 2, style: 5, label: 'Page', url: 'https://example.com' },
        },
        { type: 14, divider: true, spacing: 1 },
        { type: 1, components: [{ type: 2, style: 1, custom_id: 'reply', label: 'Add details' }] },
      ],
    },
  ],
};

whenSpecIsThere('discord emulator against the OpenAPI file', () => {
  let harness: Harness;
  let checked: string[];
  /** While an interaction waits, time must not be moved past its deadline. */
  let isHurried: boolean;

  /** Calls the API and holds the answer against the file. */
  async function call(method: string, path: string, options: Parameters<Harness['api']>[2] = {}): Promise<Answered> {
    if (!isHurried) harness.pause();
    const answer = await harness.api(method, path, options);
    expect({ call: `${method} ${path}`, problems: validateResponse(method, path, answer.status, answer.body) }).toEqual(
      { call: `${method} ${path}`, problems: [] },
    );
    checked.push(`${method} ${answer.status}`);
    return answer;
  }

  function idOf(answer: Answered): string {
    expect(answer.status).toBeLessThan(300);
    return String(answer.body['id']);
  }

  beforeEach(() => {
    harness = createHarness();
    checked = [];
    isHurried = false;
  });

  it('answers sends, edits, reads and reactions in the described shapes', async () => {
    const dm = await harness.openDm();
    const path = `/channels/${dm}/messages`;

    const first = idOf(
      await call('POST', path, {
        json: { content: 'hi', nonce: 'n1', enforce_nonce: true, embeds: [EMBED], components: ROWS },
      }),
    );
    await call('POST', path, {
      form: form({ content: 'file', attachments: [{ id: 0, filename: 'shot.png', description: 'a shot' }] }),
    });
    await call('POST', path, { json: V2 });
    await call('POST', path, { json: { content: 'answer', message_reference: { message_id: first } } });
    await call('POST', path, { json: { message_reference: { type: 1, message_id: first, channel_id: dm } } });
    await call('POST', path, {
      json: { poll: { question: { text: 'Yes?' }, answers: [{ poll_media: { text: 'Yes' } }] } },
    });
    for (const kind of ['sticker', 'voice', 'poll', 'forward'])
      await harness.act('messages', { channelId: dm, content: 'text', kind });
    await call('PUT', `${path}/${first}/reactions/%E2%9C%85/@me`);
    await call('GET', `${path}/${first}/reactions/%E2%9C%85`);
    await call('PATCH', `${path}/${first}`, { json: { content: 'changed', embeds: [], components: [] } });
    await call('PUT', `${path}/pins/${first}`);
    await call('GET', `${path}/pins`);
    const listed = await call('GET', `${path}?limit=100`);
    await call('GET', `${path}/${first}`);
    await call('DELETE', `${path}/${first}`);

    expect(listed.body).toHaveLength(11);
    expect(checked).toHaveLength(14);
  });

  it('answers refusals in the described shape', async () => {
    const dm = await harness.openDm();
    const path = `/channels/${dm}/messages`;

    await call('POST', path, { json: { content: 'x'.repeat(2001), embeds: [{ title: 'x'.repeat(300) }] } });
    await call('POST', path, { json: {} });
    await call('POST', path, { headers: { Authorization: null }, json: { content: 'x' } });
    await call('GET', '/channels/1/messages');
    for (let count = 0; count < 5; count += 1) await harness.api('GET', path);
    const limited = await harness.api('GET', path);

    expect(checked).toEqual(['POST 400', 'POST 400', 'POST 401', 'GET 404']);
    expect(validateResponse('GET', path, 429, limited.body)).toEqual([]);
  });

  it('answers channels, threads, the server and users in the described shapes', async () => {
    const { guildId, memberId, channels } = harness.discord.seed;
    const support = channels['customer-support'] ?? '';

    const thread = idOf(
      await call('POST', `/channels/${support}/threads`, {
        json: { name: 'Ann', type: 12, invitable: false, auto_archive_duration: 10080 },
      }),
    );
    await call('PUT', `/channels/${thread}/thread-members/${memberId}`);
    await call('GET', `/channels/${thread}/thread-members`);
    await call('GET', `/guilds/${guildId}/threads/active`);
    await call('PATCH', `/channels/${thread}`, { json: { archived: true, locked: true } });
    const forum = idOf(
      await call('POST', `/guilds/${guildId}/channels`, {
        json: {
          name: 'bugs',
          type: 15,
          available_tags: [{ name: 'new' }],
          default_reaction_emoji: { emoji_name: '▲' },
        },
      }),
    );
    await call('POST', `/channels/${forum}/threads`, { json: { name: 'A bug', message: { content: 'text' } } });
    await call('GET', `/channels/${forum}`);
    await call('PATCH', `/channels/${support}`, { json: { topic: 'new' } });
    await call('PUT', `/channels/${support}/permissions/${APPLICATION_ID}`, { json: { type: 1, allow: '2048' } });
    await call('POST', `/channels/${support}/typing`);
    await call('GET', `/guilds/${guildId}`);
    await call('GET', `/guilds/${guildId}/channels`);
    await call('GET', `/guilds/${guildId}/roles`);
    await call('GET', `/guilds/${guildId}/members/${memberId}`);
    await call('GET', '/users/@me');
    const dm = await harness.openDm();
    await call('GET', `/channels/${dm}`);

    expect(checked).toHaveLength(17);
  });

  it('answers announcements and their publication in the described shapes', async () => {
    const news = harness.discord.seed.channels['announcements'] ?? '';

    const sent = idOf(await call('POST', `/channels/${news}/messages`, { json: { content: 'News' } }));
    const published = await call('POST', `/channels/${news}/messages/${sent}/crosspost`);

    expect(published.body['flags']).toBe(1);
  });

  it('answers commands and the application in the described shapes', async () => {
    const commands = `/applications/${APPLICATION_ID}/commands`;
    await registerCommands(harness);

    await call('PUT', commands, {
      json: [
        {
          name: 'helpme',
          description: 'Help',
          description_localizations: { de: 'Hilfe' },
          contexts: [0, 1],
          integration_types: [0],
        },
      ],
    });
    const made = idOf(await call('POST', commands, { json: { name: 'Send to support', type: 3 } }));
    await call('GET', `${commands}?with_localizations=true`);
    await call('GET', `${commands}/${made}`);
    await call('DELETE', `${commands}/${made}`);
    await call('GET', '/applications/@me');
    await call('PATCH', '/applications/@me', { json: { description: 'Support', tags: ['support'] } });

    expect(checked).toHaveLength(7);
  });

  it('answers callbacks and webhook calls in the described shapes', async () => {
    await registerCommands(harness);
    const dm = await harness.openDm();
    harness.endpoint = async ({ payload: { id, token } }) => {
      isHurried = true;
      await call('POST', `/interactions/${id}/${token}/callback?with_response=true`, {
        json: { type: 4, data: { content: 'hi', components: ROWS } },
      });
      const webhook = `/webhooks/${APPLICATION_ID}/${token}`;
      await call('GET', `${webhook}/messages/@original`);
      await call('PATCH', `${webhook}/messages/@original`, { json: { content: 'later' } });
      const followUp = idOf(await call('POST', `${webhook}?wait=true`, { json: { content: 'more' } }));
      await call('GET', `${webhook}/messages/${followUp}`);
      await call('DELETE', `${webhook}/messages/${followUp}`);
      return new Response(null, { status: 202 });
    };

    await harness.act('commands', { channelId: dm, name: 'helpme', options: {} });
    await call('GET', `/channels/${dm}/messages`);

    expect(checked).toHaveLength(7);
  });

  it('describes messages that answer components and forms', async () => {
    await registerCommands(harness);
    const dm = await harness.openDm();
    const asked = idOf(await call('POST', `/channels/${dm}/messages`, { json: { content: 'Pick', components: ROWS } }));
    const modal = {
      custom_id: 'form',
      title: 'Form',
      components: [{ type: 18, label: 'Text', component: { type: 4, custom_id: 'text', style: 1 } }],
    };
    harness.endpoint = () => inline({ type: 9, data: modal });
    await harness.act('components', { channelId: dm, messageId: asked, customId: 'one' });
    harness.endpoint = () => inline({ type: 4, data: { content: 'thanks' } });
    await harness.act('modals', { id: (await harness.member()).modal?.id, values: { text: 'words' } });
    await harness.act('components', { channelId: dm, messageId: asked, customId: 'pick', values: ['a'] });

    const listed = await call('GET', `/channels/${dm}/messages`);

    expect(listed.body).toHaveLength(3);
  });
});
