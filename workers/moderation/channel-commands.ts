import {
  ChannelType,
  PermissionFlagsBits as P,
  ApplicationCommandOptionType as Type,
} from 'discord-api-types/v10';
import { HOUR, SECOND } from '../../shared/core/clock.ts';
import { refused } from '../interactions/answer.ts';
import { command } from '../interactions/command.ts';
import type { Suggest } from '../interactions/suggest.ts';
import { about } from './about.ts';
import { doDeed } from './do-deed.ts';
import { secondsOf } from './durations.ts';
import { reason, show, user, words } from './options.ts';
import { suggestReason } from './reasons.ts';
import { texts } from './texts.ts';

const longestWait = (6 * HOUR) / SECOND; // Discord documentation, "Channel Object"

const text = [ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildVoice] as const;
const threads = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
] as const;

const channel = {
  type: Type.Channel,
  name: 'channel',
  ...words('channel'),
  channel_types: [...text, ChannelType.GuildForum, ...threads],
} as const;

export const purge = command(
  {
    ...about('purge', P.ManageMessages),
    options: [
      { type: Type.Integer, name: 'count', ...words('count'), required: true, min_value: 1, max_value: 100 },
      { ...user, ...words('purgeUser'), required: false },
      reason,
      show,
    ],
  },
  {
    replies: 'as-asked',
    run({ options, ...call }, context) {
      const { count, user: author, reason: why, show: isShown } = options;
      const deed = { is: 'purge', count, user: author?.id ?? null, before: call.id } as const;
      const wish = { channel: undefined, needed: P.ManageMessages, reason: why, show: isShown };
      return doDeed(call, context, { deed, ...wish });
    },
    suggest: { reason: suggestReason },
  },
);

const waits = ['off', '5s', '10s', '30s', '1m', '5m', '15m', '1h', '6h'];
const suggestWait: Suggest = async ({ typed }) =>
  (typed.trim() === '' ? waits : [typed]).map((value) => ({ name: value, value }));

export const slowmode = command(
  {
    ...about('slowmode', P.ManageChannels),
    options: [
      {
        type: Type.String,
        name: 'duration',
        ...words('wait'),
        required: true,
        autocomplete: true,
        max_length: 50,
      },
      channel,
      reason,
      show,
    ],
  },
  {
    replies: 'as-asked',
    async run({ options, ...call }, context) {
      const { duration, channel: chosen, reason: why, show: isShown } = options;
      const isOff = /^(off|aus|0\s*s?)$/i.test(duration.trim());
      const seconds = isOff ? 0 : secondsOf(duration, texts(call.locale), longestWait);
      if (typeof seconds === 'string') return refused(seconds);
      const wish = { channel: chosen, needed: P.ManageChannels, reason: why, show: isShown };
      return doDeed(call, context, { deed: { is: 'slowmode', seconds }, ...wish });
    },
    suggest: { duration: suggestWait, reason: suggestReason },
  },
);

export const lock = locking('lock');
export const unlock = locking('unlock');

function locking(is: 'lock' | 'unlock') {
  return command(
    { ...about(is, P.ManageChannels), options: [channel, reason, show] },
    {
      replies: 'as-asked',
      run({ options, ...call }, context) {
        const { channel: chosen, reason: why, show: isShown } = options;
        const wish = { channel: chosen, needed: P.ManageChannels, reason: why, show: isShown };
        return doDeed(call, context, { deed: { is }, ...wish });
      },
      suggest: { reason: suggestReason },
    },
  );
}
