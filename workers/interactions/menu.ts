import type { ApplicationCommandType } from 'discord-api-types/v10';
import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Context } from '../context.ts';
import type { Answer } from './answer.ts';
import { type Caller, type Named, Person } from './caller.ts';
import type { Command, Replies } from './command.ts';
import type { MenuJson } from './declaration.ts';
import type { Invocation } from './invocation.ts';
import { readNamed } from './options.ts';

/** Runs under the same rules as the handler of a slash command. `target`: on whom, or on which message, it was picked. */
interface Handler<Target> {
  replies: Replies;
  run(call: Caller & { target: Target }, context: Context): Promise<Answer>;
}

const Message = z.object({ id: Snowflake, channel_id: Snowflake, author: Person, content: z.string() });
export type TargetMessage = z.infer<typeof Message>;

/** An entry in the menu of a user. */
export function userMenu(
  json: MenuJson & { type: ApplicationCommandType.User },
  handler: Handler<Named>,
): Command {
  return menu(json, handler, (id, resolved) => readNamed(id, resolved).data);
}

/** An entry in the menu of a message. */
export function messageMenu(
  json: MenuJson & { type: ApplicationCommandType.Message },
  handler: Handler<TargetMessage>,
): Command {
  return menu(json, handler, (id, { messages }) => Message.safeParse(messages[id]).data);
}

function menu<Target>(
  json: MenuJson,
  { replies, run }: Handler<Target>,
  read: (id: string, resolved: Invocation['resolved']) => Target | undefined,
): Command {
  return {
    json,
    match({ target: id, resolved }) {
      const target = id && read(id, resolved);
      if (!target) return undefined;
      return { name: json.name, replies, run: (caller, context) => run({ ...caller, target }, context) };
    },
  };
}
