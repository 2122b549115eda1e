import { snowflakeAt } from '../../shared/core/snowflake.ts';

export interface Load {
  messages: number;
  guilds: number;
  members: number;
}

/** Who writes the last message of a load: a member of its own, so that its award tells that all is done. */
export const sentinel = snowflakeAt(Date.UTC(2020, 5, 1), 1);

const chunk = 64 * 1024; // what one write hands to the socket
const words =
  'the quick brown fox jumps over a lazy dog while two others watch and write about it in a channel'.split(
    ' ',
  );

/** Frames that are written at once, and the sequence of the last one. */
export interface Chunk {
  bytes: Buffer;
  last: number;
}

/**
 * The whole load as WebSocket frames, encoded and glued together in advance, so that sending it costs next to
 * nothing. Members write round robin over guilds; ids are of this moment, texts differ in length.
 */
export function encodeLoad({ messages, guilds, members }: Load, firstSequence: number): Chunk[] {
  const start = Date.now();
  const chunks: Chunk[] = [];
  let frames: Buffer[] = [];
  let size = 0;
  for (let i = 0; i < messages; i++) {
    const member = i === messages - 1 ? undefined : Math.floor((i * 7_919) % members);
    const frame = textFrame(JSON.stringify(messageOf(i, member, guilds, start, firstSequence + i)));
    frames.push(frame);
    size += frame.length;
    if (size < chunk && i < messages - 1) continue;
    chunks.push({ bytes: Buffer.concat(frames), last: firstSequence + i });
    frames = [];
    size = 0;
  }
  return chunks;
}

/** A text frame from a server: unmasked, final (RFC 6455, section 5.2). */
export function textFrame(text: string): Buffer {
  const body = Buffer.from(text);
  if (body.length < 126) return Buffer.concat([Buffer.from([0x81, body.length]), body]);
  const head = Buffer.alloc(4);
  head[0] = 0x81;
  head[1] = 126;
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}

/** Who the `n`-th member is, and where: members are spread over the guilds. */
export function memberOf(n: number, guilds: number): { guild: string; user: string } {
  const guild = snowflakeAt(Date.UTC(2019, 0, 1) + (n % guilds) * 1_000, 3);
  return { guild, user: snowflakeAt(Date.UTC(2021, 0, 1) + n * 1_000, 7) };
}

/** The `i`-th message of a load as a dispatch; its id is of `start` + `i` milliseconds. `member` undefined: the sentinel's. */
export function messageOf(i: number, member: number | undefined, guilds: number, start: number, s: number) {
  const home = memberOf(member ?? 0, guilds);
  const user = member === undefined ? sentinel : home.user;
  const guild = home.guild;
  const time = new Date(start + i).toISOString();
  const d = {
    id: snowflakeAt(start + i, i % 4_096),
    type: 0,
    channel_id: snowflakeAt(Date.UTC(2019, 0, 2) + ((member ?? 0) % guilds) * 1_000, i % 5),
    guild_id: guild,
    content: words.slice(0, 3 + (i % 15)).join(' '),
    author: {
      id: user,
      username: `member${member}`,
      discriminator: '0',
      global_name: `Member ${member}`,
      avatar: null,
      public_flags: 0,
      clan: null,
      primary_guild: null,
      avatar_decoration_data: null,
    },
    member: {
      roles: [guild, user],
      joined_at: '2022-01-01T00:00:00.000000+00:00',
      premium_since: null,
      nick: null,
      mute: false,
      deaf: false,
      flags: 0,
      pending: false,
      communication_disabled_until: null,
      avatar: null,
      banner: null,
    },
    timestamp: time,
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    mention_channels: [],
    attachments: [],
    embeds: [],
    components: [],
    pinned: false,
    flags: 0,
    nonce: String(i),
    channel_type: 0,
  };
  return { t: 'MESSAGE_CREATE', s, op: 0, d };
}
