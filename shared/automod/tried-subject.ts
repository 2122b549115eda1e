import type { Clock } from '../core/clock.ts';
import { type Snowflake, snowflakeAt, timeOf } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { isModerator, loadModerators } from '../moderation/moderators.ts';
import { readMessage } from './content.ts';
import type { MemberSubject, MessageSubject } from './subject.ts';

/** Who would write a text, and where: somebody without roles, in no channel in particular, unless told. */
export interface Author {
  channel?: Snowflake | undefined;
  user?: Snowflake | undefined;
  /** Instead of the roles that `user` has. */
  roles?: readonly Snowflake[] | undefined;
}

/** Mentions are counted as Discord tells of them: each user and role once. */
export async function toMessage(
  { db, clock }: { db: Knex; clock: Clock },
  guild: Snowflake,
  { text, channel = '0', user = '0', roles: given }: Author & { text: string },
): Promise<MessageSubject> {
  const roles = [...(given ?? (await rolesOf(db, guild, user)))];
  const parent = await parentOf(db, guild, channel);
  const moderators = (await loadModerators({ db }, [guild])).get(guild);
  const moderator = moderators ? isModerator(moderators, { guild, user, roles, channel, parent }) : false;
  const event = {
    id: snowflakeAt(clock()),
    guild,
    channel,
    author: { id: user, username: '', globalName: null, avatar: null },
    roles,
    joinedAt: null,
    content: text,
    attachments: [],
    mentions: {
      users: new Set(Array.from(text.matchAll(/<@!?(\d+)>/g), ([, id]) => id)).size,
      roles: new Set(Array.from(text.matchAll(/<@&(\d+)>/g), ([, id]) => id)).size,
      everyone: /@(?:everyone|here)\b/.test(text),
    },
    flags: 0,
  };
  return readMessage(event, { moderator, parent });
}

/** The text as a user name. Of whom nothing is known: an account made just now, without an avatar. */
export async function toMember(
  { db }: { db: Knex },
  { guild, user, roles, moderator, at, content }: MessageSubject,
  asked: Snowflake | undefined,
): Promise<MemberSubject> {
  const row = asked === undefined ? undefined : await db('discord_users').where('id', asked).first('avatar');
  return {
    is: 'rename',
    guild,
    user,
    roles,
    moderator,
    at,
    username: content.raw,
    globalName: null,
    nick: null,
    accountMadeAt: asked === undefined ? at : timeOf(asked),
    avatar: typeof row?.avatar === 'string',
  };
}

async function rolesOf(db: Knex, guild: Snowflake, user: Snowflake): Promise<Snowflake[]> {
  const row = await db('guild_members').where({ guild_id: guild, user_id: user }).first('roles');
  return row?.roles ?? [];
}

async function parentOf(db: Knex, guild: Snowflake, channel: Snowflake): Promise<Snowflake | null> {
  const row = await db('guild_threads').where({ guild_id: guild, id: channel }).first('parent_id');
  return row?.parent_id ?? null;
}
