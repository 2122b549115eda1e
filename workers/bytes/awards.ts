import { type CheckedRoles, checkRoles } from '../../shared/bytes/check-roles.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import { queueEffects } from '../../shared/effects/planned.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown } from '../interactions/answer.ts';
import type { Named } from '../interactions/caller.ts';
import type { Call } from '../interactions/command.ts';
import { grant } from './announce.ts';
import { findEconomy } from './economy.ts';
import { listTexts } from './list-texts.ts';
import { texts } from './texts.ts';

const rolesShown = 60; // a mention takes up to 24 characters, a message 2000

/** `/bytes awards [user]`: has what was earned given, and says how it stands. */
export async function awards(
  { id, guild, user: caller, options, locale }: Call<{ user: Named | undefined }>,
  context: Pick<Context, 'db' | 'settings' | 'queue' | 'partitions'>,
): Promise<Answer> {
  const known = await findEconomy(context, guild);
  if (!known) return refused(texts(locale).disabled);
  const user = options.user ?? { ...caller, member: true };
  if (user.bot) return refused(texts(locale).bot);
  if (!user.member) return refused(texts(locale).stranger);
  const { roles, grants } = await checkRoles(context, { guild, user: user.id, now: timeOf(id) });
  await queueEffects(context, grants.map(grant));
  if (roles.length > 0) return shown({ content: describe(roles, locale) });
  const words = listTexts(locale).awards;
  return shown({ content: known.roles.length > 0 ? words.nothing(user.id) : words.none });
}

function describe(roles: CheckedRoles['roles'], locale: string | undefined): string {
  const words = listTexts(locale).awards;
  const shownRoles = roles.slice(0, rolesShown);
  const of = (state: string) =>
    shownRoles.filter((role) => role.state === state).map(({ role }) => mention(role));
  const [granted, wanted] = [of('granted').join(' '), of('wanted').join(' ')];
  const failed = shownRoles.find(({ state }) => state === 'failed');
  return [
    granted && words.granted(granted),
    wanted && words.wanted(wanted),
    failed && words.failed(of('failed').join(' '), failed.why),
  ]
    .filter(Boolean)
    .join('\n');
}

function mention(role: Snowflake): string {
  return `<@&${role}>`;
}
