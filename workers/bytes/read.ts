import { readAccount } from '../../shared/bytes/queries.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import { dayOf } from '../../shared/core/time-zone.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown } from '../interactions/answer.ts';
import type { Person } from '../interactions/caller.ts';
import type { Call } from '../interactions/command.ts';
import { drawAccount, noAccount } from './account-card.ts';
import { findEconomy } from './economy.ts';
import { texts } from './texts.ts';

/** `/bytes read [user]`: what a member has and what comes next (product §1), as Postgres has it. */
export async function read(
  { id, guild, user: caller, options, locale, guildLocale }: Call<{ user: Person | undefined }>,
  { db, settings }: Pick<Context, 'db' | 'settings'>,
): Promise<Answer> {
  const known = await findEconomy({ settings }, guild);
  if (!known) return refused(texts(locale).disabled);
  const user = options.user ?? caller;
  if (user.bot) return refused(texts(locale).bot);
  const account = (await readAccount({ db }, guild, user.id)) ?? noAccount;
  const today = dayOf(known.config.timeZone, timeOf(id));
  return shown({ embeds: [drawAccount({ user, account, settings: known, today, locale: guildLocale })] });
}
