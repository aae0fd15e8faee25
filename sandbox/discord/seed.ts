import { CHANNEL, type Channel, type Member, type Role } from './entities.ts';
import { instantOf } from './ids.ts';
import { addMessage } from './messages.ts';
import { PERMISSION } from './permissions.ts';
import { type Cloud, clearStore, messagesIn } from './store.ts';

/** Ids of the demonstration server; fixed, so that an example configuration can name them. */
const GUILD_ID = '1440000000000000001';
const BOT_ROLE_ID = '1440000000000000011';
const MODERATOR_ROLE_ID = '1440000000000000012';
const OWNER_ID = '1440000000000000040';
const MODERATOR_ID = '1440000000000000041';
const MEMBER_ID = '1440000000000000042';
const OTHER_MEMBER_ID = '1440000000000000043';

const CHANNEL_IDS = {
  rules: '1440000000000000501',
  welcome: '1440000000000000502',
  'meet-the-mods': '1440000000000000503',
  announcements: '1440000000000000504',
  general: '1440000000000000505',
  events: '1440000000000000506',
  'customer-support': '1440000000000000507',
  'bug-report': '1440000000000000508',
  'feature-request': '1440000000000000509',
} as const;

export interface Seed {
  readonly guildId: string;
  readonly memberId: string;
  readonly botUserId: string;
  /** Key → channel id. */
  readonly channels: Readonly<Record<string, string>>;
}

export function seedOf(botUserId: string): Seed {
  return { guildId: GUILD_ID, memberId: MEMBER_ID, botUserId, channels: CHANNEL_IDS };
}

interface SeedChannel {
  readonly key: keyof typeof CHANNEL_IDS;
  readonly name?: string;
  readonly topic?: string;
  readonly isReadOnly?: boolean;
  readonly type?: number;
  readonly messages?: readonly { readonly content: string; readonly pinned?: boolean }[];
}

const CATEGORIES: readonly { readonly id: string; readonly name: string; readonly channels: readonly SeedChannel[] }[] =
  [
    {
      id: '1440000000000000401',
      name: 'INFORMATION',
      channels: [
        {
          key: 'rules',
          isReadOnly: true,
          messages: [
            {
              content:
                '1. Be kind.\n2. No spoilers outside spoiler tags.\n3. No trading of accounts.\n4. Listen to the moderators.',
            },
          ],
        },
        {
          key: 'welcome',
          isReadOnly: true,
          messages: [{ content: 'Welcome to the Wispwalk community! Say hello in general, and read the rules first.' }],
        },
        {
          key: 'meet-the-mods',
          isReadOnly: true,
          messages: [{ content: 'Hi, I am Mara. I look after this server with Theo; ping us when something is off.' }],
        },
        {
          key: 'announcements',
          type: CHANNEL.announcement,
          isReadOnly: true,
          messages: [{ content: 'Season 4 has started. Patch notes are on the website.' }],
        },
      ],
    },
    {
      id: '1440000000000000402',
      name: 'COMMUNITY',
      channels: [
        { key: 'general', messages: [{ content: 'Anybody up for a walk by the river tonight?' }] },
        { key: 'events', topic: 'What is on, and who is going' },
      ],
    },
    {
      id: '1440000000000000403',
      name: 'HOW TO',
      channels: [
        {
          key: 'customer-support',
          name: 'customer-service',
          topic: 'Request customer service with /helpme slash command',
          messages: [
            {
              content:
                'This is the customer support channel. This is a good place to use the /helpme slash command to trigger a DM with an agent. You can get support from our virtual agent, or type live agent to talk to a human representative in the same chat channel!',
              pinned: true,
            },
          ],
        },
        {
          key: 'bug-report',
          topic: 'File a bug report. Try /bug slash command!',
          messages: [
            {
              content:
                'Discuss bugs or other breaking issues with the game here. Consult other players and/or mods about the issue, and if it seems like it should be reported to the dev team use the /bug slash command to submit your description of the problem.',
              pinned: true,
            },
          ],
        },
        {
          key: 'feature-request',
          topic: 'Discuss new features! Request using /new_feature slash command!',
          messages: [
            {
              content:
                'Players, have your voices heard! Discuss your most deeply desired game changes and use the /new_feature slash command to submit an official request to the team.',
              pinned: true,
            },
          ],
        },
      ],
    },
  ];

const P = PERMISSION;
const MEMBER_PERMISSIONS =
  P.viewChannel |
  P.sendMessages |
  P.embedLinks |
  P.attachFiles |
  P.readMessageHistory |
  P.addReactions |
  P.useApplicationCommands |
  P.sendMessagesInThreads |
  P.createPublicThreads |
  P.sendPolls;
const MODERATOR_PERMISSIONS = P.manageMessages | P.manageThreads | P.manageGuild | P.mentionEveryone | P.pinMessages;
/** What the app asks for (395405552720), and what makes mistakes show: it could notify everyone if nothing held it back. */
const BOT_PERMISSIONS = 395_405_552_720n | P.pinMessages | P.mentionEveryone | P.sendPolls;
const READ_ONLY = P.sendMessages | P.createPublicThreads | P.createPrivateThreads | P.sendMessagesInThreads;

const ROLES: readonly Role[] = [
  { id: GUILD_ID, name: '@everyone', permissions: MEMBER_PERMISSIONS, position: 0, managed: false },
  { id: MODERATOR_ROLE_ID, name: 'Moderator', permissions: MODERATOR_PERMISSIONS, position: 1, managed: false },
  { id: BOT_ROLE_ID, name: 'Support', permissions: BOT_PERMISSIONS, position: 2, managed: true },
];

interface NewMember {
  readonly id: string;
  readonly username: string;
  readonly name: string | null;
  readonly locale?: string;
  readonly roleIds?: readonly string[];
  readonly bot?: boolean;
  readonly dms?: 'open' | 'closed';
  readonly inGuild?: boolean;
}

export function newMember(joinedAt: number, form: NewMember): Member {
  return {
    user: { id: form.id, username: form.username, globalName: form.name, bot: form.bot ?? false },
    locale: form.locale ?? 'en-US',
    dms: form.dms ?? 'open',
    inGuild: form.inGuild ?? true,
    blocksBot: false,
    joinedAt,
    roleIds: form.roleIds ?? [],
    readUpTo: new Map(),
    notices: [],
    modal: null,
    openedDm: false,
  };
}

function newChannel(
  form: Pick<Channel, 'id' | 'name' | 'type' | 'position'> &
    Partial<Pick<Channel, 'topic' | 'parentId' | 'overwrites'>>,
): Channel {
  return {
    guildId: GUILD_ID,
    topic: null,
    parentId: null,
    overwrites: [],
    recipientId: null,
    lastMessageId: null,
    lastPinAt: null,
    forum: null,
    flags: 0,
    thread: null,
    typing: new Map(),
    ...form,
  };
}

function addMembers(cloud: Cloud): void {
  const people: readonly NewMember[] = [
    {
      id: cloud.application.id,
      username: cloud.application.name.toLowerCase(),
      name: cloud.application.name,
      bot: true,
      roleIds: [BOT_ROLE_ID],
    },
    { id: OWNER_ID, username: 'theo', name: 'Theo', roleIds: [MODERATOR_ROLE_ID] },
    { id: MODERATOR_ID, username: 'mara', name: 'Mara', roleIds: [MODERATOR_ROLE_ID] },
    { id: MEMBER_ID, username: 'ann', name: 'Ann' },
    { id: OTHER_MEMBER_ID, username: 'ben', name: 'Ben', locale: 'de' },
  ];
  for (const one of people) cloud.store.members.set(one.id, newMember(instantOf(one.id), one));
}

function addChannels(cloud: Cloud): void {
  const readOnly = [
    { id: GUILD_ID, type: 0, allow: 0n, deny: READ_ONLY } as const,
    { id: BOT_ROLE_ID, type: 0, allow: READ_ONLY, deny: 0n } as const,
  ];
  let position = 0;
  let lastMessageId = 1_440_000_000_000_009_000n;
  for (const category of CATEGORIES) {
    position += 1;
    cloud.store.channels.set(
      category.id,
      newChannel({ id: category.id, name: category.name, type: CHANNEL.category, position }),
    );
    for (const { key, name, topic, type, isReadOnly, messages } of category.channels) {
      position += 1;
      const channel = newChannel({
        id: CHANNEL_IDS[key],
        name: name ?? key,
        type: type ?? CHANNEL.text,
        position,
        topic: topic ?? null,
        parentId: category.id,
        overwrites: isReadOnly === true ? readOnly : [],
      });
      cloud.store.channels.set(channel.id, channel);
      for (const { content, pinned } of messages ?? []) {
        lastMessageId += 1n;
        const id = lastMessageId.toString();
        const message = addMessage(cloud, channel, {
          id,
          at: instantOf(id),
          authorId: MODERATOR_ID,
          content,
          mentions: 'everything',
        });
        if (pinned === true) message.pinnedAt = message.at;
        if (pinned === true) channel.lastPinAt = message.at;
      }
    }
  }
}

/** The reference demonstration's server, with everything in it read by everybody. */
export function plantSeed(cloud: Cloud): void {
  const { store } = cloud;
  clearStore(store);
  store.guild = {
    id: GUILD_ID,
    name: 'Wispwalk Community',
    description: 'Players of Wispwalk, the game you play on foot',
    ownerId: OWNER_ID,
    locale: 'en-US',
    features: ['COMMUNITY', 'NEWS'],
    roles: ROLES,
  };
  addMembers(cloud);
  addChannels(cloud);
  for (const member of store.members.values()) readEverything(cloud, member);
  cloud.changed();
}

/** Those who join later are not told about what was written before. */
export function readEverything(cloud: Cloud, member: Member): void {
  for (const channel of guildChannels(cloud)) {
    const newest = messagesIn(cloud, channel.id).at(-1);
    if (newest !== undefined) member.readUpTo.set(channel.id, newest.id);
  }
}

function guildChannels(cloud: Cloud): readonly Channel[] {
  return [...cloud.store.channels.values()].filter((channel) => channel.guildId !== null);
}
