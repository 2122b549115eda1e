import { SECOND } from '../../shared/core/clock.ts';
import { literally } from '../../shared/core/plain-text.ts';
import {
  findSquad,
  findSquadByName,
  listSquadMembers,
  type SquadMemberRow,
  suggestSquads,
} from '../../shared/squads/store.ts';
import type { Context } from '../context.ts';
import { type Answer, refused } from '../interactions/answer.ts';
import type { Caller } from '../interactions/caller.ts';
import type { Call } from '../interactions/command.ts';
import { type Page, pager } from '../interactions/pager.ts';
import type { Suggest } from '../interactions/suggest.ts';
import { texts } from './texts.ts';

const onPage = 20;
const suggested = 25; // Discord shows no more

/** `/squads members squad_name`: who joined first, first. */
export async function members(call: Call<{ squad_name: string }>, context: Context): Promise<Answer> {
  const { guild, locale, options } = call;
  const squad = await findSquadByName(context, guild, options.squad_name);
  if (!squad) return refused(texts(locale).noSuch(literally(options.squad_name.slice(0, 64))));
  return memberPages.open(call, context, squad.id);
}

export const suggestSquad: Suggest = async ({ guild, typed }, { db }) =>
  (await suggestSquads({ db }, guild, typed, suggested)).map((name) => ({ name, value: name }));

/** A cursor is the squad's id, and the member before whom or after whom the page is: `7`, `7.after.<key>.<user>`. */
export const memberPages = pager({
  name: 'squads.members',
  replies: 'publicly',
  async draw({ guild, guildLocale }: Caller, { db }: Pick<Context, 'db'>, cursor): Promise<Page | string> {
    const words = texts(guildLocale);
    const [id = '', side, key, user] = cursor.split('.');
    const squad = /^\d{1,19}$/.test(id) ? await findSquad({ db }, guild, id) : undefined;
    if (!squad) return words.unknown;
    const place = key && user ? { key, user } : undefined;
    const isBefore = place !== undefined && side === 'before';
    const order = {
      squad: id,
      present: true,
      limit: onPage + 1,
      ...(place && { [isBefore ? 'before' : 'after']: place }),
    };
    const found = await listSquadMembers({ db }, order);
    const more = found.length > onPage;
    const rows = isBefore ? found.slice(-onPage) : found.slice(0, onPage);
    const [first, last] = [rows[0], rows.at(-1)];
    const title = words.members.title(literally(squad.name), squad.members);
    const description = rows.map((row) => line(row, words.members.since)).join('\n');
    const hasPrevious = isBefore ? more : place !== undefined;
    const hasNext = isBefore || more;
    return {
      message: { embeds: [{ title, description: description || words.members.none }] },
      ...(hasPrevious && first ? { previous: `${id}.before.${first.key}.${first.user}` } : {}),
      ...(hasNext && last ? { next: `${id}.after.${last.key}.${last.user}` } : {}),
    };
  },
});

function line({ user, joinedAt }: SquadMemberRow, since: (seconds: number) => string): string {
  return `<@${user}> ${since(Math.floor(joinedAt.getTime() / SECOND))}`;
}
