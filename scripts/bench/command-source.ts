import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { snowflakeAt } from '../../shared/core/snowflake.ts';
import { middayMessage, morningMessage } from './crowd.ts';
import { memberOf, textFrame } from './frames.ts';
import { openGateway } from './gateway.ts';
import { onOrders, playSteadily, type SteadyLoad } from './steady.ts';

/** A steady load: so many messages and slash commands a second, for so long. */
export interface CommandLoad extends SteadyLoad {
  commandsPerSecond: number;
}

/** From a command's frame to its callback, in milliseconds, and how many commands never had one. */
export interface Latencies {
  latencies: number[];
  unanswered: number;
}

/**
 * The frame source for commands, a process of its own: it writes the load in time with the clock, and notes when the
 * callback of each command comes in. It says `ready`, `identified`, on `warm` lets all members write and says so, and on
 * `go` plays the load and says `done`.
 */
const load = JSON.parse(process.argv[2] ?? '{}') as CommandLoad;
let socket: Socket | undefined;
let sequence = 1;
const written = new Map<string, number>();
const latencies: number[] = [];

const port = await openGateway({
  welcomed(to) {
    socket = to;
    process.send?.({ is: 'identified' });
  },
  resumed: () => process.send?.({ is: 'failed', error: 'the shard let go of its socket under this load' }),
  asked,
});
process.send?.({ is: 'ready', port });
onOrders({ members: load.members, morningOf: (n) => write(morningMessage(n, load, ++sequence)), play });

function asked(request: IncomingMessage, response: ServerResponse): boolean {
  const id = /\/interactions\/(\d+)\/[^/]+\/callback/.exec(request.url ?? '')?.[1];
  if (id === undefined) return false;
  const at = written.get(id);
  if (at !== undefined) latencies.push(performance.now() - at);
  written.delete(id);
  request.resume();
  response.writeHead(204).end();
  return true;
}

function play(): void {
  const { seconds, messagesPerSecond, commandsPerSecond } = load;
  const streams = [
    { perSecond: messagesPerSecond, write: (n: number) => write(middayMessage(n, load, ++sequence)) },
    { perSecond: commandsPerSecond, write: (n: number) => write(command(n)) },
  ];
  playSteadily(seconds, streams, () => process.send?.({ is: 'done', latencies, unanswered: written.size }));
}

function write(dispatch: object): void {
  socket?.write(textFrame(JSON.stringify(dispatch)));
}

/** In turns a look at an account and a transfer between two members of the same guild. */
function command(n: number): object {
  const { guild, user } = memberOf((n * 104_729) % load.members, load.guilds);
  const other = memberOf(((n * 104_729) % load.members) + load.guilds, load.guilds).user;
  const id = snowflakeAt(Date.now(), n % 4_096);
  const options =
    n % 2 === 0
      ? [{ type: 1, name: 'read', options: [] }]
      : [
          {
            type: 1,
            name: 'send',
            options: [
              { type: 6, name: 'user', value: other },
              { type: 4, name: 'amount', value: 1 },
            ],
          },
        ];
  written.set(id, performance.now());
  return { t: 'INTERACTION_CREATE', s: ++sequence, op: 0, d: interaction(id, guild, user, other, options) };
}

function interaction(id: string, guild: string, user: string, other: string, options: object[]): object {
  const person = (of: string) => ({
    id: of,
    username: `user${of}`,
    discriminator: '0',
    global_name: null,
    avatar: null,
  });
  const member = { roles: [], joined_at: '2022-01-01T00:00:00.000000+00:00', permissions: '0', flags: 0 };
  return {
    id,
    application_id: '1',
    type: 2,
    token: `token${id}`,
    version: 1,
    guild_id: guild,
    channel_id: guild,
    locale: 'en-US',
    guild_locale: 'en-US',
    app_permissions: '0',
    entitlements: [],
    authorizing_integration_owners: {},
    context: 0,
    member: { ...member, user: person(user) },
    data: {
      id: '1',
      type: 1,
      name: 'bytes',
      options,
      resolved: { users: { [other]: person(other) }, members: { [other]: member } },
    },
  };
}
