import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { Frozen } from './rules.ts';

/** A member's gap and the days of it that freezes cover from now on. */
export interface FrozenGap extends Frozen {
  guild: Snowflake;
  user: Snowflake;
}

/** Writes down which days are frozen, gap after gap; the members' rows must be locked. Rare: most gaps have none. */
export async function writeFrozen(trx: Knex.Transaction, gaps: readonly FrozenGap[]): Promise<void> {
  for (const { guild, user, after, before, days } of gaps) {
    const member = { guild_id: guild, user_id: user };
    await trx('frozen_days').where(member).where('day', '>', after).where('day', '<', before).delete();
    if (days.length > 0) await trx('frozen_days').insert(days.map((day) => ({ ...member, day })));
  }
}
