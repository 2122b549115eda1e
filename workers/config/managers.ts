import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Context } from '../context.ts';
import { type Answer, refused } from '../interactions/answer.ts';
import type { Caller } from '../interactions/caller.ts';
import type { Call, Handler } from '../interactions/command.ts';
import { texts } from './texts.ts';

/** What commands for those who manage a server ask of whoever calls them. */
export const managersOnly: string = P.ManageGuild.toString();

/**
 * A handler whose answers only the caller sees, for those who manage the server. Discord asks for the permission already,
 * unless an admin of the server opened the command to others: these settings are not theirs to give away.
 */
export function forManagers<Options>(
  run: (call: Call<Options>, context: Context) => Promise<Answer>,
): Handler<Options> {
  return {
    replies: 'privately',
    run: async (call, context) =>
      mayManage(call) ? run(call, context) : refused(texts(call.locale).forbidden),
  };
}

export function mayManage({ permissions }: Pick<Caller, 'permissions'>): boolean {
  return (permissions & (P.ManageGuild | P.Administrator)) !== 0n;
}
