import { type Appealed, appeal, type NewAppeal } from '../shared/moderation/appeals.ts';
import { logAppeals } from '../shared/moderation/logs/reports.ts';
import type { Deps } from './context.ts';
import { writeLog } from './write-log.ts';

/** Files a member's appeal, and tells moderators of it where the guild has a channel for that. */
export async function fileAppeal(deps: Deps, order: NewAppeal): Promise<Appealed> {
  const filed = await appeal(deps, order);
  if (filed.is === 'filed')
    await writeLog(deps, order.guild, (policies) => logAppeals(deps, policies, [filed.id]));
  return filed;
}
