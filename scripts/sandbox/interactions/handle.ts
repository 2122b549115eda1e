import {
  type APIInteractionResponse,
  type APIApplicationCommandOptionChoice as Choice,
  InteractionResponseType,
  MessageFlags,
} from 'discord-api-types/v10';
import { patience, type Records } from '../records.ts';
import type { Interaction, Message } from '../world/types.ts';

/** What a test holds of an interaction it started. */
export interface InteractionHandle {
  id: string;
  token: string;
  /** The callback's body, once the bot has answered. */
  response(timeoutMs?: number): Promise<APIInteractionResponse>;
  /** The message the user ends up reading: the answer, or what filled the deferral in. */
  message(timeoutMs?: number): Promise<Message>;
  /** Of autocomplete: what the bot suggests. */
  choices(timeoutMs?: number): Promise<Choice[]>;
  readonly followUps: Message[];
  /** Whether only the user sees the answer; false while there is none. */
  readonly ephemeral: boolean;
}

export function handleOf(records: Records, interaction: Interaction): InteractionHandle {
  const { id, token, name } = interaction;
  return {
    id,
    token,
    response: (timeoutMs = patience) =>
      records.waitFor(() => bodyOf(interaction), timeoutMs, `an answer to the interaction ${name}`),
    message: (timeoutMs = patience) =>
      records.waitFor(() => readable(interaction), timeoutMs, `the message that answers ${name}`),
    choices: (timeoutMs = patience) =>
      records.waitFor(() => suggested(interaction), timeoutMs, `suggestions for ${name}`),
    get followUps() {
      return interaction.followUps;
    },
    get ephemeral() {
      return ((interaction.original?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
    },
  };
}

/** None at all is an answer too. */
export function suggested(interaction: Interaction): Choice[] | null {
  const body = bodyOf(interaction);
  return body?.type === InteractionResponseType.ApplicationCommandAutocompleteResult
    ? (body.data.choices ?? [])
    : null;
}

function bodyOf({ answer }: Interaction): APIInteractionResponse | null {
  return answer.is === 'given' ? (answer.body as APIInteractionResponse) : null; // its schema was checked on arrival
}

/** Not yet while it is loading; nor while an update was only deferred. */
function readable({ original, answer }: Interaction): Message | null {
  if (!original || answer.is === 'none' || (original.flags ?? 0) & MessageFlags.Loading) return null;
  const edited = Date.parse(original.edited_timestamp ?? '');
  const onlyDeferred =
    answer.type === InteractionResponseType.DeferredMessageUpdate && !(edited >= answer.at);
  return onlyDeferred ? null : original;
}
