import { type APIInteraction, InteractionType } from 'discord-api-types/v10';
import type { Envelope } from '../../shared/core/events.ts';
import type { Context } from '../context.ts';
import { isOutside } from '../runtime/outside.ts';
import { answerQuestion } from './auto-defer.ts';
import { offer } from './callback.ts';
import { findQuestion } from './dispatch.ts';
import { registry } from './registry.ts';
import { type Choice, findSuggestions } from './suggest.ts';
import type { Table } from './table.ts';
import { recordUsage } from './usage.ts';

interface Try {
  /** Counts earlier tries of the job, stalled ones included. */
  attempt: number;
  table?: Table;
}

/**
 * Answers an interaction. Any number of tries, also at once, ends in one visible answer. Rejects where a later try may
 * succeed, and never past the 15 minutes in which Discord takes an answer.
 */
export async function handleInteraction(
  context: Context,
  { d: interaction, at }: Envelope<'INTERACTION_CREATE'>,
  { attempt, table = registry }: Try,
): Promise<void> {
  if (interaction.type === InteractionType.ApplicationCommandAutocomplete)
    return suggest(context, interaction, table);
  const question = findQuestion(context, table, interaction, at);
  if (!question) return;
  const { command } = question;
  try {
    const fate = await answerQuestion(context, question, attempt);
    context.metrics.commands.inc({ command, outcome: fate });
    recordUsage(context, interaction, { command, fate, seen: at });
  } catch (error) {
    const outcome = isOutside(error) ? 'retried' : 'failed';
    context.metrics.commands.inc({ command, outcome });
    if (outcome === 'failed') recordUsage(context, interaction, { command, fate: outcome, seen: at });
    throw error;
  }
}

/** Somebody is typing: what cannot be found at once is not waited for. */
async function suggest(context: Context, interaction: APIInteraction, table: Table): Promise<void> {
  const choices = await findSuggestions(context, table.commands, interaction).catch(
    (error: unknown): Choice[] => {
      context.log.warn({ err: error, interaction: interaction.id }, 'nothing could be suggested');
      return [];
    },
  );
  const heard = await offer(context, interaction, choices);
  context.metrics.commands.inc({ command: 'autocomplete', outcome: heard === 'done' ? 'shown' : 'late' });
}
