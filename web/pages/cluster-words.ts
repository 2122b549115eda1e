import { SECOND } from '../../shared/core/clock.ts';
import { tellDuration } from '../../shared/moderation/durations.ts';

export interface Tag {
  text: string;
  tone: 'plain' | 'good' | 'warn' | 'bad';
}

export const processTags = {
  running: { text: 'Running', tone: 'good' },
  stopping: { text: 'Stopping', tone: 'warn' },
  stopped: { text: 'Stopped', tone: 'plain' },
  failed: { text: 'Failed', tone: 'bad' },
  silent: { text: 'Silent', tone: 'bad' },
} as const satisfies Record<string, Tag>;

/** By the state of a shard's hold on its socket; another one is shown as it is. */
export const shardTags: Record<string, Tag> = {
  attached: { text: 'Connected', tone: 'good' },
  attaching: { text: 'Connecting', tone: 'warn' },
  detaching: { text: 'Letting go', tone: 'warn' },
  detached: { text: 'Let go', tone: 'warn' },
  stopped: { text: 'Stopped', tone: 'plain' },
  silent: { text: 'Silent', tone: 'bad' },
};

/** `3 d 4 h`: the two greatest units. */
export function spanInWords(milliseconds: number): string {
  return tellDuration(Math.max(0, milliseconds) / SECOND)
    .split(' ')
    .slice(0, 4)
    .join(' ');
}
