import type { Action } from '../../shared/automod/action.ts';
import { isStronger } from '../../shared/automod/action.ts';
import type { Hit } from '../../shared/automod/hit.ts';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import type { AutoModEvent, Envelope } from '../../shared/core/events.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import type { Batch } from '../runtime/handler.ts';
import { type EnforceDeps, enforce } from './enforce.ts';
import { shorten } from './hits.ts';

/**
 * What Discord's own AutoMod did, recorded beside our firings, so that one offence is not punished twice. Discord tells of
 * each action by itself and gives them no id: those of a rule, a member and a minute are one, timeouts apart.
 */
export async function recordDiscords(
  context: EnforceDeps,
  { events, attempt }: Batch<'AUTO_MODERATION_ACTION_EXECUTION'>,
): Promise<void> {
  const settings = await context.settings.automod.get(events.map(({ d }) => d.guild));
  const hits = new Map<string, Hit>();
  for (const event of events) {
    if (!settings.get(event.d.guild)?.config.enabled) continue;
    const hit = hitOf(event);
    const key = `${hit.rule.id}:${hit.user}:${hit.burst}`;
    const known = hits.get(key);
    if (!known || isStronger(hit.action, known.action)) hits.set(key, hit);
  }
  await enforce(context, [...hits.values()], { attempt });
}

function hitOf({ d, at: received }: Envelope<'AUTO_MODERATION_ACTION_EXECUTION'>): Hit {
  const { guild, user, channel, message, rule, trigger, excerpt } = d;
  const action = actionOf(d);
  const at = message === null ? received : timeOf(message);
  const why = `Discord's own AutoMod: ${triggers[trigger] ?? 'another rule'}.`;
  return {
    guild,
    user,
    source: 'discord',
    rule: { id: rule, name: 'Discord AutoMod', kind: 'discord', version: 0 },
    burst: `${action.is}:${Math.floor(received / MINUTE)}`,
    mode: 'enforce',
    action,
    deletes: false,
    counted: null,
    conditions: [{ what: 'trigger', holds: true, why }],
    why,
    excerpt: shorten(excerpt),
    messages: message === null || channel === null ? [] : [{ id: message, channel, at }],
    from: at,
    to: at,
    firedAt: at,
    until: at + MINUTE,
  };
}

const timedOut = 3; // Discord documentation, "Auto Moderation Action Types"

function actionOf({ action }: AutoModEvent): Action {
  if (action.type !== timedOut) return { is: 'delete' };
  const minutes = Math.ceil(((action.durationSeconds ?? 0) * SECOND) / MINUTE);
  return { is: 'timeout', minutes: Math.max(1, minutes) };
}

/** Discord documentation, "Auto Moderation", trigger types. */
const triggers: Record<number, string> = {
  1: 'a word of a list',
  3: 'spam',
  4: "a word of Discord's lists",
  5: 'too many mentions',
  6: 'a word of a list, in a profile',
};
