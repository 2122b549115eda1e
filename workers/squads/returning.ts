import { wantGrantsAgain } from '../../shared/bytes/grant-sweep.ts';
import { queueEffects } from '../../shared/effects/planned.ts';
import { findSquadRoles } from '../../shared/squads/role-drift.ts';
import { grant } from '../bytes/announce.ts';
import type { Context } from '../context.ts';
import type { Batch } from '../runtime/handler.ts';
import { saveSeenMembers } from '../sync/members.ts';
import { squadRole } from './roles.ts';

/**
 * Members who came, and what those who were here before get back: the roles that they earned, and that of their squad.
 * Handled again, it asks for no more than what Discord has not confirmed since.
 */
export async function receiveMembers(
  context: Pick<Context, 'db' | 'queue' | 'partitions'>,
  batch: Batch<'GUILD_MEMBER_ADD'>,
): Promise<void> {
  await saveSeenMembers(context, batch);
  const members = batch.events.map(({ d, at }) => ({ guild: d.guild, user: d.member.user.id, at }));
  const [grants, roles] = await Promise.all([
    wantGrantsAgain(context, members),
    findSquadRoles(context, members),
  ]);
  await queueEffects(context, [...grants.map(grant), ...roles.map((role) => squadRole(role, 'return'))]);
}
