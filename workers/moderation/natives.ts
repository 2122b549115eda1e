import { logCases } from '../../shared/moderation/logs/cases.ts';
import { recordNative } from '../../shared/moderation/natives.ts';
import type { Context } from '../context.ts';
import type { Batch } from '../runtime/handler.ts';
import { type LogDeps, queueEntries, tellable } from './logs/entries.ts';

/** What moderators do in Discord's own client: a case for each, once, and an entry in the log of cases. */
export async function openNativeCases(
  context: LogDeps & Pick<Context, 'applicationId'>,
  batch: Batch<'GUILD_AUDIT_LOG_ENTRY_CREATE'>,
): Promise<void> {
  const entries = batch.events.map(({ d }) => d);
  const cases = await recordNative(context, entries, context.applicationId);
  if (cases.length === 0) return;
  const young = new Set(tellable(context, batch).map(({ d }) => `audit:${d.id}`));
  const told = cases.filter(({ isNew, operation }) => isNew || (batch.attempt > 0 && young.has(operation)));
  const policies = await context.settings.moderation.get(told.map(({ guild }) => guild));
  const opened = told.map(({ id, guild }) => ({ id, guild, what: 'opened' as const }));
  await queueEntries(context, await logCases(context, policies, opened));
}
