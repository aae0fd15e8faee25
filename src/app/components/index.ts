import type { Component } from '../interaction-handlers.ts';
import { help } from './help.ts';
import { person } from './person.ts';
import { rate } from './rate.ts';
import { replyButton } from './reply.ts';
import { none, topic } from './topic.ts';

/** Every button, found by the first part of its custom id. */
export const components: readonly Component[] = [help, person, topic, none, replyButton, rate];
