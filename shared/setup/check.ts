import { guildPermissions, missingFrom } from '../core/permissions.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { SettingsDefinition } from '../settings/definition.ts';
import { featureSettings } from '../settings/registry.ts';
import { checkChannels, checkHierarchy, checkPowers, checkRoles } from './check-parts.ts';
import { type Facts, readFacts, type SetupDeps } from './facts.ts';
import type { Finding, SetUp } from './finding.ts';
import { neededIntents } from './intents.ts';
import { needs } from './needs.ts';

export type { SetupDeps } from './facts.ts';
export type { Finding, Part, SetUp } from './finding.ts';

/** Whether all that a guild uses can work, by our own rows: Discord is not asked. */
export async function checkSetup(
  deps: SetupDeps,
  guildId: Snowflake,
  definitions: readonly SettingsDefinition[] = featureSettings,
): Promise<SetUp> {
  const facts = await readFacts(deps, guildId, definitions);
  if (!facts) return { findings: [{ is: 'left', severity: 'error' }] };
  return { findings: checks.flatMap((check) => check(facts)) };
}

/** In the order in which findings are told. */
const checks: readonly ((facts: Facts) => Finding[])[] = [
  checkBot,
  checkPermissions,
  checkIntents,
  checkHierarchy,
  checkRoles,
  checkPowers,
  checkChannels,
  checkMembers,
];

function checkBot({ bot }: Facts): Finding[] {
  return bot ? [] : [{ is: 'unknown-bot', severity: 'warning' }];
}

function checkPermissions({ bot, uses }: Facts): Finding[] {
  if (!bot) return [];
  const bits = guildPermissions(bot.standing, bot.permissions);
  return needs.flatMap(({ feature, bits: needed, isUnused }): Finding[] => {
    const missing = missingFrom(bits, needed);
    if (missing.length === 0) return [];
    const severity = isUnused?.(uses) ? 'warning' : 'error';
    return [{ is: 'permission', severity, feature, missing }];
  });
}

function checkIntents({ intents }: Facts): Finding[] {
  if (intents === undefined) return [];
  return neededIntents
    .filter(({ bit }) => (intents & bit) === 0)
    .map(({ name }) => ({ is: 'intent', severity: 'error', name }));
}

function checkMembers({ guild: { isLoaded, isLoading } }: Facts): Finding[] {
  return isLoaded || isLoading ? [] : [{ is: 'members', severity: 'warning' }];
}
