import {
  type APIApplicationCommandBasicOption as Option,
  ApplicationCommandOptionType as Type,
} from 'discord-api-types/v10';
import type { InteractionHandle } from '../interactions/handle.ts';
import type { Value } from '../interactions/option-values.ts';
import type { Sandbox } from '../sandbox.ts';
import { Cannot } from '../world/cannot.ts';
import type { Guild } from '../world/types.ts';
import { runnablesOf } from './commands.ts';

const patience = 3_000; // how long the page waits to show the answer at once: as long as Discord does

type Order = (
  sandbox: Sandbox,
  place: { guild: Guild; user: string; channel: string },
  form: URLSearchParams,
) => unknown;

/** What the page's forms do, as POST /<name>. Each throws `Cannot` where Discord would not let the member. */
export const orders: Record<string, Order> = {
  say(sandbox, { guild, user, channel }, form) {
    const content = (form.get('content') ?? '').replaceAll('\r\n', '\n').trim();
    if (content === '') throw new Cannot('an empty message cannot be sent');
    sandbox.message({ guild: guild.id, channel, author: user, content });
  },
  slash(sandbox, { guild, user, channel }, form) {
    const name = form.get('command') ?? '';
    const subcommand = form.get('subcommand') || undefined;
    const runnable = runnablesOf(sandbox.world, guild).find(
      (one) => one.name === name && one.subcommand === (subcommand ?? ''),
    );
    const given = (runnable?.options ?? []).map(
      (option) => [option, form.get(`option.${option.name}`) ?? ''] as const,
    );
    const values = given
      .filter(([, text]) => text !== '')
      .map(([option, text]): [string, Value] => [option.name, parsed(option, text, guild)]);
    const options = Object.fromEntries(values);
    return answered(sandbox, sandbox.slash({ guild: guild.id, channel, user, name, subcommand, options }));
  },
  click(sandbox, { user }, form) {
    const values = form.getAll('values');
    const click = { message: form.get('message') ?? '', user, customId: form.get('customId') ?? '', values };
    return answered(sandbox, sandbox.click(click));
  },
};

function parsed({ name, type }: Option, text: string, guild: Guild): Value {
  if (type === Type.Boolean) return text === 'true';
  if (type === Type.User || type === Type.Mentionable) return memberNamed(guild, text);
  if (type !== Type.Integer && type !== Type.Number) return text;
  if (!Number.isFinite(Number(text))) throw new Cannot(`${name} must be a number`);
  return Number(text);
}

/** An id stays one. */
function memberNamed(guild: Guild, text: string): string {
  const wanted = text.trim().replace(/^@/, '').toLowerCase();
  const member = [...guild.members.values()].find(({ user }) => user.username.toLowerCase() === wanted);
  return member?.user.id ?? wanted;
}

/** Until there is something to see; the page itself says when nothing came. */
async function answered(sandbox: Sandbox, handle: InteractionHandle): Promise<void> {
  const modal = () => sandbox.world.interactions.get(handle.id)?.modal;
  await Promise.race([handle.message(patience), sandbox.waitFor(modal, patience)]).catch(() => {});
}
