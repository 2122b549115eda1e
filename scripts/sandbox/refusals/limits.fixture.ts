import { channelId, guildId } from '../index.ts';
import { elsewhere } from './elsewhere.fixture.ts';
import type { Answer, Refusal } from './ground.fixture.ts';

const asDiscord = { routeLimits: 'discord' } as const;
const hour = 3_600_000;

/** Limits that Discord names by a code of their own. */
export const limitRefusals: Refusal[] = [
  {
    name: 'more writes to a channel than it takes, over all routes together',
    rule: 'Opcodes and Status Codes: JSON Error Codes, “hit the write rate limit” of the channel',
    answer: { rest: 'ChannelWriteRateLimit', status: 429 },
    provoke: () =>
      elsewhere(asDiscord, async ({ ask, general }) => {
        const { body } = await ask('POST', `/channels/${general}/messages`, { content: 'a' });
        const path = `/channels/${general}/messages/${body.id}`;
        for (const content of ['b', 'c', 'd', 'e']) {
          await ask('POST', `/channels/${general}/messages`, { content });
          await ask('PATCH', path, { content });
        }
        return ask('PATCH', path, { content: 'f' });
      }),
  },
  {
    name: 'more messages to a guild than it takes, over all channels together',
    rule: 'Opcodes and Status Codes: JSON Error Codes, “hit the write rate limit” of the server',
    answer: { rest: 'ServerWriteRateLimit', status: 429 },
    provoke() {
      const names = Array.from({ length: 11 }, (_, n) => `c${n}`);
      const world = { guilds: [{ name: 'Wide', channels: names.map((name) => ({ name })) }] };
      return elsewhere({ ...asDiscord, world }, async ({ ask }) => {
        let last: Answer = { status: 0, code: undefined, body: {} };
        for (let n = 0; n < 51; n += 1) {
          const channel = channelId(guildId('Wide'), names[n % names.length] ?? '');
          last = await ask('POST', `/channels/${channel}/messages`, { content: `${n}` });
        }
        return last;
      });
    },
  },
  {
    name: 'too many edits of messages that are older than an hour',
    rule: 'Opcodes and Status Codes: JSON Error Codes, “edits to messages older than 1 hour”',
    answer: { rest: 'MaximumNumberOfEditsToMessagesOlderThanOneHourReached', status: 429 },
    provoke: () =>
      elsewhere(asDiscord, async ({ ask, general, pass }) => {
        const { body } = await ask('POST', `/channels/${general}/messages`, { content: 'old' });
        const path = `/channels/${general}/messages/${body.id}`;
        pass(2 * hour);
        for (const content of ['a', 'b', 'c']) await ask('PATCH', path, { content });
        return ask('PATCH', path, { content: 'd' });
      }),
  },
];
