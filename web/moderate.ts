import type { Deed } from '../shared/accounts/audit.ts';
import type { Actor } from '../shared/core/actor.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import { lift, punish } from '../shared/effects/moderation.ts';
import type { PlannedEffect } from '../shared/effects/planned.ts';
import { type Acted, act, type Order } from '../shared/moderation/act.ts';
import { type Allowed, mayAct, type Refusal } from '../shared/moderation/act-rules.ts';
import { findOpened } from '../shared/moderation/cases.ts';
import type { CaseKind } from '../shared/moderation/model.ts';
import { readRanks } from '../shared/moderation/ranks.ts';
import { askEffects } from './ask-effects.ts';
import type { Deps } from './context.ts';
import { tellOpened } from './tell-opened.ts';

type By = Pick<Deed, 'actor' | 'ip' | 'requestId'>;

/** What staff, or a program, want done to members of a guild. */
export interface Intent
  extends Pick<Order, 'kind' | 'reason' | 'seconds' | 'deleteMessageSeconds' | 'evidence'> {
  users: readonly Snowflake[];
  /** Once in the guild for each of them, so that repeating it changes nothing. */
  operation(user: Snowflake): string;
}

export type Moderated = { user: Snowflake } & (
  | { is: 'acted'; acted: Acted }
  | { is: 'refused'; refusal: Refusal }
);

/**
 * Whether that may be done to each of them, as far as one knows before Discord is asked. A member who came by a link to the
 * panel may do no more than in Discord.
 */
export async function judge(
  { db, clock, applicationId = '' }: Pick<Deps, 'db' | 'clock' | 'applicationId'>,
  guild: Snowflake,
  { kind, users }: { kind: CaseKind; users: readonly Snowflake[] },
  actor: Actor,
): Promise<Map<Snowflake, Allowed | Refusal>> {
  const doer = actor.kind === 'member' ? actor.id : '';
  const ranks = await readRanks({ db, clock }, guild, [...users, applicationId, doer].filter(Boolean));
  const invoker = doer ? ranks.get(doer) : 'staff';
  const bot = ranks.get(applicationId);
  return new Map(
    users.flatMap((user) => {
      const target = ranks.get(user);
      return invoker && target ? [[user, mayAct(kind, { invoker, bot, target })] as const] : [];
    }),
  );
}

/**
 * Does it to those to whom it may be done, all together or to none, and has Discord asked for what that needs. Repeated, it
 * is answered the same, whatever may be done to them since: who was kicked is no member.
 */
export async function moderate(deps: Deps, guild: Snowflake, intent: Intent, by: By): Promise<Moderated[]> {
  const { users, operation, ...what } = intent;
  const verdicts = await judge(deps, guild, intent, by.actor);
  const refused = users.filter((user) => verdicts.get(user)?.is !== 'allowed');
  const before = await findOpened(deps, guild, refused.map(operation)); // after judging: it may be done meanwhile
  const orders = [...verdicts].flatMap(([user, verdict]): Order[] =>
    verdict.is === 'allowed' || before.has(operation(user))
      ? [{ ...what, guild, user, operation: operation(user), actor: by.actor }]
      : [],
  );
  const acted = orders.length > 0 ? await act(deps, orders, deps.clock()) : [];
  await askEffects(deps, acted.flatMap(effectsOf));
  await tellOpened(
    deps,
    guild,
    acted.flatMap(({ case: opened, ladder }) => [opened.id, ...ladder.map(({ id }) => id)]),
  );
  const done = new Map(acted.map((each) => [each.case.user, each]));
  return [...verdicts].flatMap(([user, verdict]): Moderated[] => {
    const mine = done.get(user);
    if (mine) return [{ user, is: 'acted', acted: mine }];
    return verdict.is === 'allowed' ? [] : [{ user, is: 'refused', refusal: verdict }];
  });
}

function effectsOf({ case: opened, ladder, lifted }: Acted): PlannedEffect[] {
  const { guild } = opened;
  const punished = [opened, ...ladder].filter(({ effect, resolved }) => effect === 'wanted' && !resolved);
  return [...punished.flatMap((state) => punish(state) ?? []), ...lifted.map((id) => lift({ id, guild }))];
}
