import { GatewayIntentBits, GatewayOpcodes as Op } from 'discord-api-types/v10';
import { identifyData } from '../testing/raw-client.ts';
import { elsewhere } from './elsewhere.fixture.ts';
import type { Ground, Refusal } from './ground.fixture.ts';

/** What the gateway closes a connection for. */
export const gatewayRefusals: Refusal[] = [
  {
    name: 'an opcode that does not exist',
    rule: 'Opcodes and Status Codes: Gateway Close Event Codes, “invalid Gateway opcode”',
    answer: { gateway: 'UnknownOpcode' },
    provoke: (ground) => closedAfter(identified(ground), 99, null),
  },
  {
    name: 'a payload that is no JSON',
    rule: 'Gateway: Sending Events, “serialized in plain-text JSON or binary ETF”',
    answer: { gateway: 'DecodeError' },
    async provoke(ground) {
      const client = await identified(ground);
      client.text('{"op":1,');
      return client.closed;
    },
  },
  {
    name: 'a payload of more than 4096 bytes',
    rule: 'Gateway: Sending Events, “must not exceed 4096 bytes”',
    answer: { gateway: 'DecodeError' },
    provoke: (ground) =>
      closedAfter(identified(ground), Op.PresenceUpdate, {
        since: null,
        activities: [{ name: 'x'.repeat(4_096), type: 0 }],
        status: 'online',
        afk: false,
      }),
  },
  {
    name: 'an identify without intents',
    rule: 'Change Log: API and Gateway v8, “intents are required”',
    answer: { gateway: 'InvalidIntents' },
    provoke: (ground) =>
      closedAfter(hello(ground), Op.Identify, { token: ground.sandbox.token, properties: {} }),
  },
  {
    name: 'a request for members before identifying',
    rule: 'Opcodes and Status Codes: Gateway Close Event Codes, “payload prior to identifying”',
    answer: { gateway: 'NotAuthenticated' },
    provoke: (ground) =>
      closedAfter(hello(ground), Op.RequestGuildMembers, { guild_id: ground.guild, query: '', limit: 0 }),
  },
  {
    name: 'an identify with a wrong token',
    rule: 'Gateway: Identifying',
    answer: { gateway: 'AuthenticationFailed' },
    provoke: (ground) => closedAfter(hello(ground), Op.Identify, identifyData('wrong')),
  },
  {
    name: 'a resume with a wrong token',
    rule: 'Gateway Events: Resume Structure, “Session token”',
    answer: { gateway: 'AuthenticationFailed' },
    async provoke(ground) {
      const { d } = await (await identified(ground)).event('READY');
      return closedAfter(hello(ground), Op.Resume, { token: 'wrong', session_id: d.session_id, seq: 1 });
    },
  },
  {
    name: 'one identify more than the day allows, also for the sessions that were open',
    rule: 'Gateway: Identifying, “all active sessions for the app will be terminated”',
    answer: { gateway: 'AuthenticationFailed' },
    provoke: () =>
      elsewhere({ identifies: 1 }, async (ground) => {
        const first = await identified(ground);
        await closedAfter(hello(ground), Op.Identify, identifyData(ground.sandbox.token));
        return first.closed;
      }),
  },
  {
    name: 'the token from before it was reset',
    rule: 'Gateway: Identifying, “the bot token will be reset”',
    answer: { gateway: 'AuthenticationFailed' },
    provoke: () =>
      elsewhere({ identifies: 1 }, async (ground) => {
        const old = identifyData(ground.sandbox.token);
        await identified(ground);
        await closedAfter(hello(ground), Op.Identify, old);
        await identified(ground);
        return closedAfter(hello(ground), Op.Identify, old);
      }),
  },
  {
    name: 'a second identify on the same connection',
    rule: 'Opcodes and Status Codes: Gateway Close Event Codes, “more than one identify payload”',
    answer: { gateway: 'AlreadyAuthenticated' },
    provoke: (ground) => closedAfter(identified(ground), Op.Identify, identifyData(ground.sandbox.token)),
  },
  {
    name: 'a resume from a sequence that was never sent',
    rule: 'Opcodes and Status Codes: Gateway Close Event Codes, “sequence sent when resuming”',
    answer: { gateway: 'InvalidSeq' },
    async provoke(ground) {
      const { d } = await (await identified(ground)).event('READY');
      const { token } = ground.sandbox;
      return closedAfter(hello(ground), Op.Resume, { token, session_id: d.session_id, seq: 999 });
    },
  },
  {
    name: 'more than 120 events in a minute',
    rule: 'Gateway: Rate Limiting, “120 gateway events per connection every 60 seconds”',
    answer: { gateway: 'RateLimited' },
    async provoke(ground) {
      const client = await identified(ground);
      for (let n = 0; n < 121; n += 1) client.send(Op.Heartbeat, null);
      return client.closed;
    },
  },
  {
    name: 'a client without heartbeats',
    rule: 'Gateway: Sending Heartbeats, “your connection will be closed”',
    answer: { gateway: 'SessionTimedOut' },
    provoke: () => elsewhere({ heartbeatInterval: 20 }, async (ground) => (await hello(ground)).closed),
  },
  {
    name: 'a shard beyond the number of shards',
    rule: 'Gateway: Sharding, “zero-based integer value of the current shard”',
    answer: { gateway: 'InvalidShard' },
    provoke: (ground) =>
      closedAfter(hello(ground), Op.Identify, identifyData(ground.sandbox.token, { shard: [2, 2] })),
  },
  {
    name: 'a shard with more than 2500 guilds',
    rule: 'Gateway: Sharding, “maximum of 2500 guilds”',
    answer: { gateway: 'ShardingRequired' },
    provoke: () =>
      elsewhere({ world: { guilds: [], crowd: { guilds: 2_501, members: 1 } } }, (ground) =>
        closedAfter(hello(ground), Op.Identify, identifyData(ground.sandbox.token)),
      ),
  },
  {
    name: 'a version of the gateway that is gone',
    rule: 'Gateway: Gateway URL Query String Params, “API Version”',
    answer: { gateway: 'InvalidAPIVersion' },
    provoke: ({ socket }) => socket('?v=5&encoding=json').closed,
  },
  {
    name: 'an intent that does not exist',
    rule: 'Gateway: Gateway Intents, “closed if it passes invalid intents”',
    answer: { gateway: 'InvalidIntents' },
    provoke: (ground) =>
      closedAfter(hello(ground), Op.Identify, identifyData(ground.sandbox.token, { intents: 1 << 30 })),
  },
  {
    name: 'a privileged intent that is not switched on',
    rule: 'Gateway: Privileged Intents, “must enable the specific privileged intents”',
    answer: { gateway: 'DisallowedIntents' },
    provoke: () =>
      elsewhere({ intents: ['members'] }, (ground) => {
        const intents = GatewayIntentBits.MessageContent;
        return closedAfter(hello(ground), Op.Identify, identifyData(ground.sandbox.token, { intents }));
      }),
  },
];

async function hello({ socket }: Ground) {
  const client = socket();
  await client.payload(({ op }) => op === Op.Hello);
  return client;
}

async function identified(ground: Ground) {
  const client = await hello(ground);
  client.send(Op.Identify, identifyData(ground.sandbox.token));
  await client.event('READY');
  return client;
}

async function closedAfter(connected: ReturnType<typeof hello>, op: number, d: unknown): Promise<number> {
  const client = await connected;
  client.send(op, d);
  return client.closed;
}
