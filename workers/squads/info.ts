import type { APIEmbedField } from 'discord-api-types/v10';
import { formatBytes } from '../../shared/bytes/format.ts';
import { readAccount } from '../../shared/bytes/queries.ts';
import { SECOND } from '../../shared/core/clock.ts';
import { literally } from '../../shared/core/plain-text.ts';
import { listRoleTrouble, listSquads, squadOf } from '../../shared/squads/store.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown } from '../interactions/answer.ts';
import type { Person } from '../interactions/caller.ts';
import type { Call } from '../interactions/command.ts';
import { isOpenTo } from './join.ts';
import { readPlace } from './standing.ts';
import { texts } from './texts.ts';
import { sayRefusal } from './words.ts';

const shownAtMost = 15; // names of up to 128 characters, escaped, with their separators: within a field's 1,024 mostly
const longestField = 1_000;

type Deps = Pick<Context, 'db' | 'settings'>;

/** `/squads info [user]`: the squad of a member; for oneself also those one may join. */
export async function info(call: Call<{ user: Person | undefined }>, deps: Deps): Promise<Answer> {
  const { guild, locale, options } = call;
  const user = options.user ?? call.user;
  const words = texts(locale);
  if (user.bot) return refused(words.bot);
  const [membership, account, trouble] = await Promise.all([
    squadOf(deps, guild, user.id),
    readAccount(deps, guild, user.id),
    listRoleTrouble(deps, guild),
  ]);
  const isTroubled = membership && trouble.some(({ role }) => role === membership.role);
  const fields: APIEmbedField[] = [
    {
      name: words.info.squad,
      value: membership ? `${literally(membership.name)} <@&${membership.role}>` : words.info.none,
      inline: true,
    },
    ...(membership
      ? [
          {
            name: words.info.since,
            value: `<t:${Math.floor(membership.joinedAt.getTime() / SECOND)}:D>`,
            inline: true,
          },
        ]
      : []),
    { name: words.info.received, value: formatBytes(account?.received ?? 0, locale), inline: true },
    { name: words.info.balance, value: formatBytes(account?.balance ?? 0, locale), inline: true },
    ...(user.id === call.user.id ? await joinable(call, deps) : []),
  ];
  const note = isTroubled ? `\n${words.info.trouble}` : '';
  return shown({ embeds: [{ description: `<@${user.id}>${note}`, fields }] });
}

async function joinable(call: Call<unknown>, deps: Deps): Promise<APIEmbedField[]> {
  const { locale } = call;
  const { info, list, pick } = texts(locale);
  const [place, squads] = await Promise.all([
    readPlace(deps, call),
    listSquads(deps, call.guild, { active: true }),
  ]);
  const open = squads.filter((squad) => isOpenTo(place, squad));
  const field = (value: string) => [{ name: info.joinable, value }];
  if (squads.length === 0) return field(list.none);
  if (place.refusal) return field(sayRefusal(place.refusal, locale));
  if (open.length === 0) return field(pick.noneLeft);
  const cost = place.everInSquad ? list.cost(place.cost) : list.free;
  const names = open.slice(0, shownAtMost).map(({ name }) => literally(name));
  while (names.join(', ').length > longestField - 200) names.pop();
  const more = open.length - names.length;
  return field(`${names.join(', ')}${more > 0 ? ` ${info.more(more)}` : ''}\n${cost}`);
}
