import { PermissionFlagsBits as P, ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Order } from '../../shared/moderation/act.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown, updated } from '../interactions/answer.ts';
import { type Call, command } from '../interactions/command.ts';
import { ask, confirmation } from '../interactions/confirm.ts';
import { closePrompt } from '../interactions/prompts.ts';
import { about } from './about.ts';
import { type CarriedOut, carryOut } from './carry-out.ts';
import { lacks } from './for-moderators.ts';
import { actorOf } from './moderate.ts';
import { deletions, reason, words } from './options.ts';
import { readReason, suggestReason } from './reasons.ts';
import { sayLater } from './say-later.ts';
import { sayMassBan, sayPreview } from './say-mass-ban.ts';
import { judge, type Target } from './standings.ts';
import { texts } from './texts.ts';

const most = 100; // as many as one preview can name
const kind = 'moderation.massban';

const Plan = z.object({
  users: z.array(Snowflake),
  reason: z.string(),
  deleteMessageSeconds: z.number(),
});

interface Options {
  users: string;
  reason: string | undefined;
  delete_messages: number | undefined;
}

export const massBan = command(
  {
    ...about('massban', P.BanMembers),
    options: [
      { type: Type.String, name: 'users', ...words('users'), required: true, max_length: 6_000 },
      reason,
      deletions,
    ],
  },
  { replies: 'privately', run: preview, suggest: { reason: suggestReason } },
);

/** `/massban`: who would be banned, and who cannot be; nothing is done yet. */
async function preview({ options, ...call }: Call<Options>, context: Context): Promise<Answer> {
  const { id, guild, user, locale } = call;
  const words = texts(locale).mass;
  const missing = lacks(call, P.BanMembers);
  if (missing !== undefined) return refused(missing);
  const named = readUsers(options.users);
  if (!named.ok) return refused(words.unreadable(named.word));
  if (named.users.length === 0) return refused(words.none);
  if (named.users.length > most) return refused(words.tooMany(most));
  const verdicts = await judge(context, call, { kind: 'ban', targets: named.users.map(unseen) });
  const plan = {
    users: named.users.filter((each) => verdicts.get(each)?.is === 'allowed'),
    reason: await readReason(context, guild, options.reason),
    deleteMessageSeconds: options.delete_messages ?? 0,
  };
  const content = sayPreview(plan, verdicts, locale);
  if (plan.users.length === 0) return refused(content);
  const prompt = { id, now: context.clock(), kind, owner: user.id, data: plan };
  return shown(await ask(context.redis, content, prompt, locale));
}

/** Confirm bans those who were named and still can be banned; each is an operation of its own. */
export const confirmMassBan = confirmation({
  kind,
  schema: Plan,
  async confirm({ operation, data: { users, ...plan } }, press, context) {
    const { guild, user, locale } = press;
    const verdicts = await judge(context, press, { kind: 'ban', targets: users.map(unseen) });
    const orders = users.flatMap((each): Order[] => {
      if (verdicts.get(each)?.is !== 'allowed') return [];
      const order = { guild, user: each, operation: `${operation}:${each}`, actor: actorOf(user) };
      return [{ ...order, ...plan, kind: 'ban', seconds: null, evidence: null }];
    });
    const carried = orders.length > 0 ? await carryOut(context, orders) : [];
    const draw = (all: readonly CarriedOut[]) => ({ content: sayMassBan(all, verdicts, locale) });
    return updated(draw(carried), sayLater(context, carried, draw));
  },
  async cancel({ id }, { locale }, { redis }) {
    await closePrompt(redis, kind, id);
    return updated({ content: texts(locale).mass.cancelled });
  },
});

type Read = { ok: true; users: Snowflake[] } | { ok: false; word: string };

/** Ids and mentions, whatever stands between; doubles count once. */
function readUsers(typed: string): Read {
  const words = typed.split(/[\s,;]+/).filter((word) => word !== '');
  const users = new Set<Snowflake>();
  for (const word of words) {
    const { data } = Snowflake.safeParse(/^(?:<@!?)?(\d+)>?$/.exec(word)?.[1]);
    if (data === undefined) return { ok: false, word: word.slice(0, 50) };
    users.add(data);
  }
  return { ok: true, users: [...users] };
}

/** Of whom Discord says nothing here. */
function unseen(id: Snowflake): Target {
  return { id, bot: false };
}
