import { z } from 'zod';
import { literally } from '../../shared/core/plain-text.ts';
import { queueEffects } from '../../shared/effects/planned.ts';
import { cancelJoin, type Join, join as joinSquad } from '../../shared/squads/membership.ts';
import { findSquad, type ListedSquad, listSquads } from '../../shared/squads/store.ts';
import type { Context } from '../context.ts';
import { type Answer, type Message, refused, shown, updated } from '../interactions/answer.ts';
import type { Caller } from '../interactions/caller.ts';
import { component, type Press } from '../interactions/component.ts';
import { answerTo, ask, confirmation } from '../interactions/confirm.ts';
import { openPrompt } from '../interactions/prompts.ts';
import { drawPicker, picking, turning } from './picker.ts';
import { roleChange } from './roles.ts';
import { type Place, readPlace } from './standing.ts';
import { texts } from './texts.ts';
import { sayJoin, sayRefusal } from './words.ts';

type Deps = Pick<Context, 'db' | 'redis' | 'settings' | 'clock' | 'queue' | 'partitions'>;

const Id = z.string().regex(/^\d{1,19}$/);
const Nothing = z.object({});

/** `/squads join`: the squads to choose from. */
export async function join(caller: Caller, deps: Deps): Promise<Answer> {
  const { id, user } = caller;
  const drawn = await draw(caller, deps, { prompt: id, page: 0 });
  if (typeof drawn === 'string') return refused(drawn);
  await openPrompt(deps.redis, { id, now: deps.clock(), kind: picking, owner: user.id, data: {} });
  return shown(drawn);
}

/** Whether there is room for somebody who is not in it. */
export function isOpenTo(
  { squad: own }: Pick<Place, 'squad'>,
  { id, capacity, members }: ListedSquad,
): boolean {
  return id !== own && (capacity === null || members < capacity);
}

/** Words where there is nothing to choose. */
async function draw(
  caller: Caller,
  deps: Deps,
  at: { prompt: string; page: number },
): Promise<Message | string> {
  const { guild, locale } = caller;
  const [place, squads] = await Promise.all([
    readPlace(deps, caller),
    listSquads(deps, guild, { active: true }),
  ]);
  if (place.refusal) return sayRefusal(place.refusal, locale);
  const open = squads.filter((squad) => isOpenTo(place, squad));
  const words = texts(locale);
  if (open.length === 0) return squads.length === 0 ? words.list.none : words.pick.noneLeft;
  return drawPicker({ ...at, squads: open, place, locale });
}

const twoNumbers = z
  .string()
  .regex(/^\d+\.\d{1,19}$/)
  .transform((state) => {
    const [prompt = '', second = ''] = state.split('.');
    return { prompt, second };
  });

/** A squad was chosen: by its button, or from the select. */
export const pick = component({
  name: picking,
  state: twoNumbers,
  run: (press, deps: Deps) =>
    answerTo(deps, press, { id: press.state.prompt, kind: picking, schema: Nothing }, () =>
      choose(press, deps, press.values[0] ?? press.state.second),
    ),
});

/** Another page of the select. */
export const turn = component({
  name: turning,
  state: twoNumbers,
  run: (press, deps: Deps) =>
    answerTo(deps, press, { id: press.state.prompt, kind: picking, schema: Nothing }, async () => {
      const { prompt, second } = press.state;
      const drawn = await draw(press, deps, { prompt, page: Number(second) });
      return updated(typeof drawn === 'string' ? { content: drawn } : drawn);
    }),
});

/** Lets them in where that is free; where it costs, asks. Each press is an operation of its own: none pays anything. */
async function choose(press: Press<unknown>, deps: Deps, chosen: string): Promise<Answer> {
  const { id, guild, user, locale } = press;
  const squad = Id.safeParse(chosen).data ?? '0';
  const { config, balance, squad: own } = await readPlace(deps, press);
  const order = { operation: `int:${id}`, guild, user, config, squad, agreed: 0 };
  const outcome = await joinSquad(deps, order);
  if (outcome.is !== 'changed') return conclude(press, deps, order.operation, outcome);
  const { cost } = outcome;
  if (balance < cost) return updated({ content: texts(locale).poor({ cost, missing: cost - balance }) });
  const [to, from] = await Promise.all([findSquad(deps, guild, squad), own && findSquad(deps, guild, own)]);
  if (!to) return updated({ content: texts(locale).unknown });
  const deal = { to: literally(to.name), from: from ? literally(from.name) : null, cost, balance };
  const prompt = { id, now: deps.clock(), kind: confirming, owner: user.id, data: { squad, cost } };
  return updated(await ask(deps.redis, texts(locale).confirm.join(deal), prompt, locale));
}

const confirming = 'squads.join';

/** Confirm and Cancel of a join that costs: what was named is the most that is paid. */
export const confirmJoin = confirmation({
  kind: confirming,
  schema: z.object({ squad: Id, cost: z.int().min(0) }),
  async confirm({ operation, data }, press, deps) {
    const { guild, user } = press;
    const { config } = await readPlace(deps, press);
    const order = { operation, guild, user, config, squad: data.squad, agreed: data.cost };
    return conclude(press, deps, operation, await joinSquad(deps, order));
  },
  async cancel({ operation }, press, deps) {
    const { guild, user } = press;
    return conclude(press, deps, operation, await cancelJoin(deps, { operation, guild, user: user.id }));
  },
});

async function conclude(
  { guild, user, locale }: Pick<Caller, 'guild' | 'user' | 'locale'>,
  deps: Deps,
  operation: string,
  outcome: Join,
): Promise<Answer> {
  if (outcome.is === 'joined') {
    const { squad: to, from } = outcome;
    await queueEffects(deps, roleChange(operation, { guild, user: user.id }, { to, from }));
  }
  return updated({ content: sayJoin(outcome, user.id, locale) });
}
