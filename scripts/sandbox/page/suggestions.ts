import { InteractionResponseType } from 'discord-api-types/v10';
import { z } from 'zod';
import { answerWithin } from '../limits.ts';
import type { Reply } from '../rest/reply.ts';
import type { Sandbox } from '../sandbox.ts';
import { Cannot } from '../world/cannot.ts';
import { NotInWorld } from '../world/lookups.ts';

const order = z.object({
  guild: z.string().optional(),
  channel: z.string().optional(),
  user: z.string(),
  name: z.string(),
  subcommand: z.string().optional(),
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  focused: z.string(),
});

/** Asks the bot for an option's choices, and waits for them. */
export async function suggest(sandbox: Sandbox, text: string): Promise<Reply> {
  const typed = order.safeParse(parse(text));
  if (!typed.success) return { status: 400, body: { error: 'malformed order' } };
  try {
    const asked = sandbox.autocomplete(typed.data);
    const answer = await asked.response(answerWithin).catch(() => null);
    if (answer?.type !== InteractionResponseType.ApplicationCommandAutocompleteResult)
      return { status: 504, body: { error: 'the bot did not suggest anything in time' } };
    return { status: 200, body: { choices: answer.data.choices ?? [] } };
  } catch (error) {
    if (!(error instanceof Cannot || error instanceof NotInWorld)) throw error;
    return { status: 409, body: { error: error.message } };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
