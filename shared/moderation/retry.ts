import { audit, type Deed } from '../accounts/audit.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { addNotes } from './case-notes.ts';
import { lockMembers } from './member-locks.ts';
import type { CaseKind } from './model.ts';

/** Which effect of the case is due now. */
export type PunishOrLift = { is: 'punish' | 'lift'; id: string; guild: Snowflake; kind: CaseKind };

/**
 * Wants once more what Discord refused. Undefined where nothing of it failed, or is wanted any more: the case was resolved,
 * its time is over, or it would end a later timeout or ban. Who asks twice has it wanted once, and is answered the same.
 */
export function retryFailed(
  { db }: { db: Knex },
  guild: Snowflake,
  id: string,
  by: Pick<Deed, 'actor' | 'ip' | 'requestId'>,
): Promise<PunishOrLift | undefined> {
  return transact(db, async (trx) => {
    const member: { user: Snowflake } | undefined = await trx('moderation_cases')
      .where({ guild_id: guild, id })
      .first('user_id as user');
    if (!member) return undefined;
    await lockMembers(trx, [{ guild, user: member.user }]);
    const { rows } = await trx.raw<{ rows: { kind: CaseKind; number: number; lift: string }[] }>(wanting, [
      id,
    ]);
    const [found] = rows;
    if (!found) return findAsked(trx, guild, id);
    await addNotes(trx, [{ case: id, by: by.actor.name, text: asked }]);
    await audit(trx, { ...by, guild, action: 'case.retried', subject: `case ${found.number}` });
    return { is: found.lift === 'wanted' ? 'lift' : 'punish', id, guild, kind: found.kind };
  });
}

const asked = 'Discord is asked once more.';

/** What was wanted once more just before, and still is: that is the last that happened to the case. */
async function findAsked(trx: Knex, guild: Snowflake, id: string): Promise<PunishOrLift | undefined> {
  const { rows } = await trx.raw<{ rows: Pick<PunishOrLift, 'is' | 'kind'>[] }>(
    `SELECT CASE WHEN lift = 'wanted' THEN 'lift' ELSE 'punish' END AS is, kind FROM moderation_cases
     WHERE id = ? AND 'wanted' IN (effect, lift)
       AND ? = (SELECT text FROM case_notes WHERE case_id = ? ORDER BY id DESC LIMIT 1)`,
    [id, asked, id],
  );
  const [found] = rows;
  return found && { ...found, id, guild };
}

const wanting = `
  UPDATE moderation_cases c SET answer = NULL, version = version + 1, changed_at = now(),
    lift = CASE WHEN lift = 'failed' THEN 'wanted' ELSE lift END,
    effect = CASE WHEN lift = 'failed' THEN effect ELSE 'wanted' END
  WHERE id = ? AND (lift = 'failed'
    OR effect = 'failed' AND lift = 'none' AND resolved_at IS NULL AND (ends_at IS NULL OR ends_at > now()))
    AND NOT ((lift = 'failed' OR kind IN ('untimeout', 'unban')) AND EXISTS (
      SELECT FROM moderation_cases o WHERE o.guild_id = c.guild_id AND o.user_id = c.user_id AND o.number > c.number
        AND o.kind = CASE WHEN c.kind LIKE 'un%' THEN substr(c.kind, 3) ELSE c.kind END
        AND o.resolved_at IS NULL AND o.effect IN ('wanted', 'done')))
  RETURNING kind, number, lift`;
