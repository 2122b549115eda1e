import {
  InteractionResponseType as Answer,
  type APIInteractionResponse,
  MessageFlags as Flag,
} from 'discord-api-types/v10';
import { settableFlags } from '../../interactions/flags.ts';
import type { Interaction } from '../../world/types.ts';
import type { FormProblem } from '../reply.ts';
import { choiceProblems } from './choice-rules.ts';
import { editProblems, flagProblems, type MessageBody, messageProblems } from './message-limits.ts';
import { modalProblems } from './modal-rules.ts';

/** What Discord asks of answers to interactions beyond its schemas. */
export function callbackProblems(body: APIInteractionResponse): FormProblem[] {
  return problemsIn(body).map((problem) => ({ ...problem, path: ['data', ...problem.path] }));
}

function problemsIn(body: APIInteractionResponse): FormProblem[] {
  switch (body.type) {
    case Answer.ChannelMessageWithSource:
      return [
        ...messageProblems((body.data ?? {}) as MessageBody),
        ...flagProblems(body.data ?? {}, settableFlags),
      ]; // of its schema
    case Answer.DeferredChannelMessageWithSource:
      return flagProblems(body.data ?? {}, Flag.Ephemeral);
    case Answer.UpdateMessage:
      return editProblems((body.data ?? {}) as MessageBody); // of its schema
    case Answer.Modal:
      return modalProblems(body.data);
    default:
      return [];
  }
}

/** Suggestions are of the type of the option that is typed into. */
export function suggestionProblems({ focused }: Interaction, body: APIInteractionResponse): FormProblem[] {
  if (body.type !== Answer.ApplicationCommandAutocompleteResult) return [];
  return choiceProblems(body.data.choices ?? [], focused, ['data', 'choices']);
}
