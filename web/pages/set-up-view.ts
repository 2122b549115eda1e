import type { Snowflake } from '../../shared/core/snowflake.ts';
import { checkSetup, type Finding } from '../../shared/setup/check.ts';
import { inviteLink } from '../../shared/setup/invite.ts';
import { explain } from '../../shared/setup/words.ts';
import type { Deps } from '../context.ts';

interface Link {
  href: string;
  text: string;
}

/** What `set-up.pug` shows: what keeps the bot from its work in a guild, errors first, and where each is mended. */
export async function viewSetUp(
  deps: Pick<Deps, 'db' | 'clock' | 'applicationId' | 'config'>,
  guild: Snowflake,
) {
  const { findings } = await checkSetup(deps, guild);
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const { applicationId, config } = deps;
  const invite = applicationId && inviteLink({ applicationId, api: config.DISCORD_API, guild });
  return {
    errors: errors.length,
    warnings: warnings.length,
    findings: [...errors, ...warnings].map((finding) => ({
      severity: finding.severity,
      ...explain(finding),
      ...here(finding, guild),
      invite: needsInvite[finding.is] ? invite : undefined,
    })),
  };
}

const needsInvite: Partial<Record<Finding['is'], true>> = { left: true, permission: true };

/** Where the panel itself can mend it, and in other words where the words are about a command. */
function here(finding: Finding, guild: Snowflake): { mend?: string; link?: Link } {
  const base = `/admin/guilds/${guild}`;
  if (finding.is === 'members' || finding.is === 'unknown-bot')
    return { mend: 'Load the members of this server once.', link: { href: `${base}/sync`, text: 'Sync' } };
  if (!('use' in finding)) return {};
  const { use } = finding;
  if (use.is === 'setting') {
    const { feature, titles } = use;
    return { link: { href: `${base}/settings/${feature}`, text: `${titles.feature} settings` } };
  }
  return {
    link: {
      href: `${base}/${use.is}`,
      text: { rewards: 'Role rewards', squads: 'Squads', automod: 'Auto-moderation' }[use.is],
    },
  };
}
