import { formatCount } from '../../shared/bytes/format.ts';
import { type Ranked, readLeaderboard } from '../../shared/bytes/leaderboard.ts';
import { readRank } from '../../shared/bytes/rank.ts';
import type { BytesSettings } from '../../shared/bytes/settings.ts';
import { originOf } from '../../shared/core/origin.ts';
import { literally, oneLine } from '../../shared/core/plain-text.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown } from '../interactions/answer.ts';
import type { Call } from '../interactions/command.ts';
import { findEconomy } from './economy.ts';
import { listTexts } from './list-texts.ts';
import { texts } from './texts.ts';

export const mostListed = 25;
const usual = 10;
const medals = ['🥇', '🥈', '🥉'];

/** `/bytes heap [limit]`: the largest balances, and the caller's own place. */
export async function heap(
  { guild, user, options, locale, guildLocale }: Call<{ limit: number | undefined }>,
  { db, settings, config }: Pick<Context, 'db' | 'settings' | 'config'>,
): Promise<Answer> {
  const known = await findEconomy({ settings }, guild);
  if (!known) return refused(texts(locale).disabled);
  const limit = Math.min(options.limit ?? usual, mostListed);
  const [ranked, own] = await Promise.all([
    readLeaderboard({ db }, guild, { limit }),
    readRank({ db }, guild, user.id),
  ]);
  const words = listTexts(guildLocale).heap;
  const lines = ranked.map((row) => lineOf(row, guildLocale));
  const url = webPage(config, known, guild);
  return shown({
    embeds: [
      {
        title: words.title,
        description: [
          ...(lines.length > 0 ? lines : [words.empty]),
          ...(url ? ['', words.web(url)] : []),
        ].join('\n'),
        footer: { text: own.is === 'none' ? words.none : words.own(own) },
      },
    ],
  });
}

/** By name: mentions of people whom a reader's client does not know are shown as numbers. */
function lineOf({ rank, user, name, balance }: Ranked, locale: string | undefined): string {
  const who = literally(oneLine(name)) || `<@${user}>`;
  return `${medals[rank - 1] ?? `${rank}.`} **${who}** ${formatCount(balance, locale)}`;
}

/** Only under an address that people outside can open. */
function webPage(
  config: Context['config'],
  { config: { publicLeaderboard } }: BytesSettings,
  guild: Snowflake,
) {
  return publicLeaderboard && config.WEB_ORIGIN ? `${originOf(config)}/leaderboard/${guild}` : undefined;
}
