import { type APIInteraction, InteractionType } from 'discord-api-types/v10';
import type { Envelope } from '../../shared/core/events.ts';
import type { Context } from '../context.ts';
import { answerQuestion, type Fate } from './auto-defer.ts';
import type { Command } from './command.ts';
import { findQuestion } from './dispatch.ts';
import { registry } from './registry.ts';
import { offerNothing, show } from './reply.ts';
import { texts } from './texts.ts';

type Try = { attempt: number; commands: readonly Command[]; receivedAt: number };
/** What it is counted under. */
type Handled = Promise<{ command: string; fate: Fate }>;

/** What becomes of each type of interaction; the others want no answer. */
const kinds: Partial<
  Record<InteractionType, (context: Context, interaction: APIInteraction, at: Try) => Handled>
> = {
  [InteractionType.ApplicationCommand]: answerCommand,
  [InteractionType.ApplicationCommandAutocomplete]: suggestNothing,
  [InteractionType.MessageComponent]: refuseStale,
  [InteractionType.ModalSubmit]: refuseStale,
};

/**
 * Answers an interaction. `attempt` counts earlier tries of the job, stalled ones included; any number of tries, also
 * at once, ends in one visible answer. Rejects where a later try may succeed, and never past the 15 minutes in which
 * Discord takes an answer.
 */
export async function handleInteraction(
  context: Context,
  { d: interaction, at: receivedAt }: Envelope<'INTERACTION_CREATE'>,
  { attempt, commands = registry }: { attempt: number; commands?: readonly Command[] },
): Promise<void> {
  const handled = await kinds[interaction.type]?.(context, interaction, { attempt, commands, receivedAt });
  if (handled) context.metrics.commands.inc({ command: handled.command, outcome: handled.fate });
}

async function answerCommand(
  context: Context,
  interaction: APIInteraction,
  { attempt, commands, receivedAt }: Try,
): Handled {
  const question = findQuestion(context, commands, interaction, receivedAt);
  try {
    return { command: question.command, fate: await answerQuestion(context, question, attempt) };
  } catch (error) {
    context.metrics.commands.inc({ command: question.command, outcome: 'retried' });
    throw error;
  }
}

/** No option here has suggestions. */
async function suggestNothing(context: Context, interaction: APIInteraction): Handled {
  const heard = await offerNothing(context, interaction);
  return { command: 'autocomplete', fate: heard === 'done' ? 'shown' : 'late' };
}

/** Buttons, menus and forms that nothing here put there. */
async function refuseStale(context: Context, interaction: APIInteraction): Handled {
  const heard = await show(context, interaction, { content: texts(localeOf(interaction)).stale }, true);
  return { command: 'component', fate: heard === 'done' ? 'refused' : 'late' };
}

function localeOf(interaction: APIInteraction): string | undefined {
  return 'locale' in interaction ? interaction.locale : undefined;
}
