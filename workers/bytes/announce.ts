import { createHash } from 'node:crypto';
import type { Award } from '../../shared/bytes/commit-awards.ts';
import type { WantedGrant } from '../../shared/bytes/earned-roles.ts';
import type { ReachedTier } from '../../shared/bytes/reached-tiers.ts';
import { reachedTier } from '../../shared/bytes/rules.ts';
import type { BytesSettings } from '../../shared/bytes/settings.ts';
import { type Snowflake, snowflakeAt } from '../../shared/core/snowflake.ts';
import type { PlannedEffect } from '../../shared/effects/planned.ts';
import { texts } from './texts.ts';

/** How a committed award is shown, by the guild's setting; a tier reached always gets a message unless off. */
export function announce(award: Award, settings: BytesSettings | undefined): PlannedEffect | undefined {
  if (!settings || settings.config.announce === 'off') return undefined;
  const { guild, channel, message } = award;
  if (settings.config.announce === 'reaction' && award.tier === null) {
    const { emoji } = settings.config;
    return { id: `react-${message}`, effect: { kind: 'react', guild, channel, message, emoji } };
  }
  // in English: nothing tells a guild's language here yet
  const content = texts().award({ ...award, tier: reachedTier(settings.config, award) });
  return {
    id: `say-${message}`,
    effect: { kind: 'say', guild, channel, nonce: message, content, pings: [] },
  };
}

/** A tier that a streak reached because an outage day was declared: no message of its own to answer. */
export function announceTier(
  { id, guild, channel, ...reached }: ReachedTier,
  { settings, now }: { settings: BytesSettings | undefined; now: number },
): PlannedEffect | undefined {
  if (!settings?.config.enabled || settings.config.announce === 'off') return undefined;
  const nonce = createHash('sha256').update(id).digest('base64url').slice(0, 24); // Discord takes 25
  const said = { nonce, since: snowflakeAt(now), content: texts().relinked(reached), pings: [] };
  return { id: `say-${nonce}`, effect: { kind: 'say', guild, channel, ...said } };
}

/** A role for a member who earned it; nobody is told. */
export function grant({ guild, user, role }: WantedGrant): PlannedEffect {
  return { id: `grant-${guild}-${user}-${role}`, effect: { kind: 'grant-role', guild, user, role } };
}

/** The same for what was earned just now: once Discord confirmed it, that is told in the channel, unless off. */
export function grantAloud(
  wanted: WantedGrant,
  { settings, channel, locale }: { settings: BytesSettings | undefined; channel: Snowflake; locale?: string },
): PlannedEffect {
  const { id, effect } = grant(wanted);
  if (effect.kind !== 'grant-role' || !settings || settings.config.announce === 'off') return { id, effect };
  const threshold = settings.roles.find(({ role }) => role === wanted.role)?.threshold;
  return { id, effect: { ...effect, tell: { channel, content: texts(locale).earned(wanted, threshold) } } };
}
