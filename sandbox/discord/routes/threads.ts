import { CHANNEL, type Channel, type ThreadState } from '../entities.ts';
import { refuse } from '../errors.ts';
import { readForm } from '../form.ts';
import { newForumPost, newThread, threadFromMessage } from '../forms/channel.ts';
import { readMessage } from '../forms/message.ts';
import { NO_CONTENT, ok, type Route } from '../http.ts';
import { addMessage, contentsOf, type Files } from '../messages.ts';
import { can, demand, PERMISSION } from '../permissions.ts';
import { type Cloud, channelOf, guildOf, messageOf } from '../store.ts';
import { channelWire, messageWire, threadMemberWire } from '../wire.ts';
import { LIMITS } from './limits.ts';
import { visibleChannel } from './messages.ts';

const MAX_ACTIVE_THREADS = 1_000;
const REQUIRE_TAG = 1 << 4;

interface NewThread {
  readonly name: string;
  readonly type: number;
  readonly autoArchiveDuration: number;
  readonly invitable: boolean;
  readonly appliedTags?: readonly string[];
  /** A thread on a message has that message's id. */
  readonly id?: string;
}

function activeThreads(cloud: Cloud): readonly Channel[] {
  return [...cloud.store.channels.values()].filter((one) => one.thread?.archived === false);
}

function makeThread(cloud: Cloud, parent: Channel, form: NewThread): Channel {
  if (activeThreads(cloud).length >= MAX_ACTIVE_THREADS) refuse('tooManyThreads');
  const now = cloud.world.clock.now();
  const thread: ThreadState = {
    ownerId: cloud.application.id,
    archived: false,
    locked: false,
    invitable: form.invitable,
    autoArchiveDuration: form.autoArchiveDuration,
    archiveChangedAt: now,
    createdAt: now,
    members: new Map([[cloud.application.id, now]]),
    appliedTags: form.appliedTags ?? [],
    messageCount: 0,
  };
  const channel: Channel = {
    id: form.id ?? cloud.ids.next(),
    type: form.type,
    guildId: parent.guildId,
    name: form.name,
    topic: null,
    parentId: parent.id,
    position: 0,
    overwrites: [],
    recipientId: null,
    lastMessageId: null,
    lastPinAt: null,
    forum: null,
    flags: 0,
    thread,
    typing: new Map(),
  };
  cloud.store.channels.set(channel.id, channel);
  cloud.changed();
  return channel;
}

function startForumPost(cloud: Cloud, forum: Channel, body: unknown, files: Files) {
  demand(cloud, forum, PERMISSION.sendMessages);
  const form = readForm(newForumPost, body);
  if ((forum.flags & REQUIRE_TAG) !== 0 && (form.applied_tags ?? []).length === 0) refuse('forumTagRequired');
  const starter = readMessage('starter', form.message ?? {}, { under: ['message'] });
  const contents = contentsOf(cloud, forum, starter, files, false);
  const id = cloud.ids.next();
  const post = makeThread(cloud, forum, {
    id,
    name: form.name,
    type: CHANNEL.publicThread,
    autoArchiveDuration: form.auto_archive_duration ?? 4320,
    invitable: true,
    appliedTags: form.applied_tags ?? [],
  });
  const authorId = cloud.application.id;
  const message = addMessage(cloud, post, {
    ...contents,
    id,
    authorId,
    flags: starter.flags,
    allowed: starter.allowed_mentions,
    mentions: 'everything',
  });
  return { ...channelWire(cloud, post), message: messageWire(cloud, message) };
}

function startThread(cloud: Cloud, parent: Channel, body: unknown): Channel {
  if (parent.type !== CHANNEL.text && parent.type !== CHANNEL.announcement) refuse('wrongChannelType');
  const form = readForm(newThread, body);
  const type = form.type ?? CHANNEL.privateThread;
  const isPrivate = type === CHANNEL.privateThread;
  if (isPrivate && parent.type !== CHANNEL.text) refuse('wrongChannelType');
  demand(cloud, parent, isPrivate ? PERMISSION.createPrivateThreads : PERMISSION.createPublicThreads);
  const { name, invitable, auto_archive_duration: duration } = form;
  const thread = makeThread(cloud, parent, {
    name,
    type,
    invitable: invitable ?? true,
    autoArchiveDuration: duration ?? 4320,
  });
  if (!isPrivate) {
    const reference = { type: 0, channelId: thread.id, messageId: thread.id } as const;
    addMessage(cloud, parent, {
      authorId: cloud.application.id,
      type: 18,
      content: name,
      reference,
      allowed: { parse: [] },
      mentions: 'users',
    });
  }
  return thread;
}

export function threadRoutes(cloud: Cloud): readonly Route[] {
  const inChannel = { auth: 'bot', limit: LIMITS.thread, limitBy: 'channel' } as const;
  return [
    {
      ...inChannel,
      method: 'POST',
      path: '/channels/:channel/threads',
      handle({ param, body, note }) {
        const parent = visibleChannel(cloud, param('channel'));
        if (parent.guildId === null) refuse('dmAction');
        if (parent.type === CHANNEL.forum)
          return { status: 201, body: startForumPost(cloud, parent, body.json ?? {}, body.files) };
        const thread = startThread(cloud, parent, body.json ?? {});
        note({ threadId: thread.id });
        return { status: 201, body: channelWire(cloud, thread) };
      },
    },
    {
      ...inChannel,
      method: 'POST',
      path: '/channels/:channel/messages/:message/threads',
      handle({ param, body }) {
        const parent = visibleChannel(cloud, param('channel'));
        demand(cloud, parent, PERMISSION.createPublicThreads);
        const message = messageOf(cloud, parent.id, param('message'));
        if (cloud.store.channels.has(message.id)) refuse('threadExists');
        const form = readForm(threadFromMessage, body.json ?? {});
        const type = parent.type === CHANNEL.announcement ? CHANNEL.announcementThread : CHANNEL.publicThread;
        const made = {
          id: message.id,
          name: form.name,
          type,
          invitable: true,
          autoArchiveDuration: form.auto_archive_duration ?? 4320,
        };
        return { status: 201, body: channelWire(cloud, makeThread(cloud, parent, made)) };
      },
    },
    ...memberRoutes(cloud),
    {
      auth: 'bot',
      limit: LIMITS.rest,
      limitBy: 'guild',
      method: 'GET',
      path: '/guilds/:guild/threads/active',
      handle({ param }) {
        guildOf(cloud, param('guild'));
        const threads = activeThreads(cloud);
        const members = threads.flatMap(({ id, thread }) => {
          const joinedAt = thread?.members.get(cloud.application.id);
          return joinedAt === undefined ? [] : [threadMemberWire(id, cloud.application.id, joinedAt)];
        });
        return ok({ threads: threads.map((thread) => channelWire(cloud, thread)), members, has_more: false });
      },
    },
  ];
}

function threadOf(cloud: Cloud, id: string): { channel: Channel; thread: ThreadState } {
  const channel = channelOf(cloud, id);
  demand(cloud, channel, PERMISSION.viewChannel, 'missingAccess');
  return channel.thread === null ? refuse('wrongChannelType') : { channel, thread: channel.thread };
}

function memberRoutes(cloud: Cloud): readonly Route[] {
  const inThread = { auth: 'bot', limit: LIMITS.thread, limitBy: 'channel' } as const;
  return [
    {
      ...inThread,
      method: 'GET',
      path: '/channels/:channel/thread-members',
      handle({ param }) {
        const { channel, thread } = threadOf(cloud, param('channel'));
        return ok([...thread.members].map(([userId, joinedAt]) => threadMemberWire(channel.id, userId, joinedAt)));
      },
    },
    {
      ...inThread,
      method: 'PUT',
      path: '/channels/:channel/thread-members/:user',
      handle({ param }) {
        const { channel, thread } = threadOf(cloud, param('channel'));
        if (thread.archived) refuse('threadArchived');
        const userId = param('user') === '@me' ? cloud.application.id : param('user');
        const joining = cloud.store.members.get(userId);
        if (joining === undefined || !joining.inGuild) return refuse('unknownMember');
        // The one who joins must be able to see the channel that the thread hangs on.
        if (!can(cloud, joining, channel, PERMISSION.viewChannel)) refuse('missingAccess');
        if (!thread.members.has(userId)) thread.members.set(userId, cloud.world.clock.now());
        cloud.changed();
        return NO_CONTENT;
      },
    },
    {
      ...inThread,
      method: 'DELETE',
      path: '/channels/:channel/thread-members/:user',
      handle({ param }) {
        const { channel, thread } = threadOf(cloud, param('channel'));
        const userId = param('user') === '@me' ? cloud.application.id : param('user');
        if (userId !== cloud.application.id) demand(cloud, channel, PERMISSION.manageThreads);
        thread.members.delete(userId);
        cloud.changed();
        return NO_CONTENT;
      },
    },
  ];
}
