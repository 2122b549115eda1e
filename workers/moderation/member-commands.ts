import { PermissionFlagsBits as P, ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import { longestTimeout } from '../../shared/moderation/durations.ts';
import type { CaseKind } from '../../shared/moderation/model.ts';
import { refused } from '../interactions/answer.ts';
import type { Named } from '../interactions/caller.ts';
import { command, type Handler } from '../interactions/command.ts';
import { about } from './about.ts';
import { secondsOf, suggestDuration } from './durations.ts';
import { moderate } from './moderate.ts';
import { deletions, reason, requiredReason, show, user, words } from './options.ts';
import { suggestReason } from './reasons.ts';
import { texts } from './texts.ts';

// What is done to one person. Who may do it to whom is asked in act-rules.ts, of the caller as well.

const longestTyped = 50; // characters of a duration

export const warn = command(
  { ...about('warn', P.ModerateMembers), options: [user, requiredReason, show] },
  simply('warn'),
);

export const untimeout = command(
  { ...about('untimeout', P.ModerateMembers), options: [user, reason, show] },
  simply('untimeout'),
);

export const kick = command(
  { ...about('kick', P.KickMembers), options: [user, reason, show] },
  simply('kick'),
);

export const unban = command(
  { ...about('unban', P.BanMembers), options: [user, reason, show] },
  simply('unban'),
);

const text = { ...requiredReason, name: 'text', ...words('text'), autocomplete: false } as const;

export const note = command(
  { ...about('note', P.ModerateMembers), options: [user, text, show] },
  {
    replies: 'as-asked',
    run: ({ options, ...call }, context) =>
      moderate(call, context, {
        ...{ kind: 'note', target: options.user, reason: options.text, show: options.show },
      }),
  },
);

export const timeout = command(
  {
    ...about('timeout', P.ModerateMembers),
    options: [
      user,
      {
        type: Type.String,
        name: 'duration',
        ...words('duration'),
        required: true,
        autocomplete: true,
        max_length: longestTyped,
      },
      reason,
      show,
    ],
  },
  {
    replies: 'as-asked',
    async run({ options: { user: target, duration, reason: why, show: isShown }, ...call }, context) {
      const seconds = secondsOf(duration, texts(call.locale), longestTimeout);
      if (typeof seconds === 'string') return refused(seconds);
      return moderate(call, context, { kind: 'timeout', target, seconds, reason: why, show: isShown });
    },
    suggest: { duration: suggestDuration, reason: suggestReason },
  },
);

export const ban = command(
  {
    ...about('ban', P.BanMembers),
    options: [
      user,
      {
        type: Type.String,
        name: 'duration',
        ...words('banDuration'),
        autocomplete: true,
        max_length: longestTyped,
      },
      reason,
      deletions,
      show,
    ],
  },
  {
    replies: 'as-asked',
    async run({ options, ...call }, context) {
      const { user: target, duration, delete_messages: deleteMessageSeconds } = options;
      const seconds = duration === undefined ? null : secondsOf(duration, texts(call.locale));
      if (typeof seconds === 'string') return refused(seconds);
      const { reason: why, show: isShown } = options;
      const wish = { kind: 'ban', target, seconds, reason: why, show: isShown } as const;
      return moderate(call, context, { ...wish, ...(deleteMessageSeconds && { deleteMessageSeconds }) });
    },
    suggest: { duration: suggestDuration, reason: suggestReason },
  },
);

interface Simple {
  user: Named;
  reason: string | undefined;
  show: boolean | undefined;
}

function simply(kind: CaseKind): Handler<Simple> {
  return {
    replies: 'as-asked',
    run: ({ options: { user: target, reason: why, show: isShown }, ...call }, context) =>
      moderate(call, context, { kind, target, reason: why, show: isShown }),
    suggest: { reason: suggestReason },
  };
}
