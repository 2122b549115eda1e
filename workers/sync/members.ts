import { transact } from '../../shared/db/knex.ts';
import { type SeenMember, saveMembers } from '../../shared/sync/member-rows.ts';
import type { Context } from '../context.ts';
import type { Batch } from '../runtime/handler.ts';

type Db = Pick<Context, 'db'>;

/** Members who came, or changed. Rows take only what is newer, so order and repetition do not matter. */
export async function saveSeenMembers(
  { db }: Db,
  { events }: Batch<'GUILD_MEMBER_ADD'> | Batch<'GUILD_MEMBER_UPDATE'>,
): Promise<void> {
  await save(
    db,
    events.map(({ d, at }) => ({ is: 'here', guild: d.guild, at, member: d.member })),
  );
}

/** Members who left or were made to. Their rows stay, and what they own. */
export async function dismissMembers({ db }: Db, { events }: Batch<'GUILD_MEMBER_REMOVE'>): Promise<void> {
  await save(
    db,
    events.map(({ d, at }) => ({ is: 'gone', guild: d.guild, at, user: d.user })),
  );
}

/** Profiles that presences told of. */
export async function saveSeenProfiles({ db }: Db, { events }: Batch<'PRESENCE_UPDATE'>): Promise<void> {
  await save(
    db,
    events.map(({ d, at }) => ({ is: 'profile', guild: d.guild, at, user: d.user })),
  );
}

async function save(db: Context['db'], seen: SeenMember[]): Promise<void> {
  await transact(db, (trx) => saveMembers(trx, seen));
}
