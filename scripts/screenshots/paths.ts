import { systemClock } from '../../shared/core/clock.ts';
import { signCasesLink } from '../../shared/moderation/my-cases-link.ts';
import { signPanelLink } from '../../shared/setup/panel-link.ts';
import type { Page } from '../../web/http/page.ts';
import { pages, publicPages } from '../../web/pages/index.ts';
import type { Demo } from './demo.ts';
import { demoSecret } from './panel.ts';

/** What is asked for with GET and is no page to an owner, or to a stranger where anyone may ask; and what it is instead. */
const noPages: Record<string, string> = {
  '/admin/login/discord': 'sends on to Discord, or says that it is not set up',
  '/admin/login/discord/return': 'where Discord sends back whom it knows',
  '/admin/login/code': 'sends on to the login whoever gave no password just before',
  '/admin/account/recovery-codes': 'sends on to the account whoever was made no codes just before',
  '/admin/keys/created': 'sends on to the keys whoever made none just before',
  '/admin/webhooks/secret': 'sends on to the webhooks whoever made none just before',
  '/admin/guilds/:guildId/webhooks/secret': 'sends on to the webhooks whoever made none just before',
  '/admin/search/guilds': 'a part of a page',
  '/admin/guilds/:guildId/settings': 'sends on to the page that takes them in and out',
  '/admin/dashboard/live': 'a stream',
  '/admin/guilds/:guildId/live': 'a stream',
  '/admin/guilds/:guildId/sync/live': 'a stream',
  '/admin/guilds/:guildId/automod/firings/live': 'a stream',
  '/admin/guilds/:guildId/cases/resolve': 'sends on to the cases whoever picked none',
  '/admin/cluster/live': 'a stream',
  '/admin/database/runs/:maintenanceId/live': 'a stream',
  '/admin/guilds/:guildId/ledger.csv': 'a file',
  '/admin/users/:userId/privacy/export': 'a file',
  '/admin/guilds/:guildId/settings/transfer/:format': 'a file',
};

/** All that can be looked at: the panel's pages, and those served beside them. Each has to answer with a page. */
export const shown: Pick<Page, 'path' | 'access'>[] = [
  ...[...publicPages, ...pages].filter(({ method, path }) => method === 'get' && !(path in noPages)),
  { path: '/api/docs', access: 'public' },
];

/** What stands for each parameter of a path; a plain `:id` is told by the segment before it. */
const samples: Record<string, (demo: Demo, path: string) => string> = {
  // of a member who manages nothing: the page is shown, the button lets nobody in
  token: ({ guildId, userId }) =>
    signPanelLink({ clock: systemClock, secret: demoSecret }, { guild: guildId, user: userId, name: 'Ada' }),
  guildId: ({ guildId }) => guildId,
  feature: () => 'bytes',
  version: () => '1',
  format: () => 'yaml',
  keyId: ({ keyId }) => keyId,
  'staff/:id': ({ staff }) => staff.spare ?? '',
  userId: ({ userId }) => userId,
  entryId: ({ entryId }) => entryId,
  runId: ({ runId }) => runId,
  squadId: ({ squadIds, guildId }) => squadIds[guildId] ?? '1',
  ruleId: ({ automod, guildId }) => automod[guildId]?.ruleId ?? '1',
  firingId: ({ automod, guildId }) => automod[guildId]?.firingId ?? '1',
  fileRuleId: ({ automod, guildId }) => automod[guildId]?.fileRuleId ?? '1',
  caseNumber: ({ moderation, guildId }) => moderation[guildId]?.caseNumber ?? '1',
  warningId: ({ moderation, guildId }) => moderation[guildId]?.warningId ?? '1',
  templateId: ({ moderation, guildId }) => moderation[guildId]?.templateId ?? '1',
  reportId: ({ moderation, guildId }) => moderation[guildId]?.reportId ?? '1',
  appealId: ({ moderation, guildId }) => moderation[guildId]?.appealId ?? '1',
  casesToken: ({ moderation, guildId }) =>
    signCasesLink(
      { clock: systemClock, secret: demoSecret },
      { guild: guildId, user: moderation[guildId]?.memberId ?? '1', name: 'Ada' },
    ),
  failureId: ({ moderation, guildId }) => moderation[guildId]?.failureId ?? '1',
  deedId: ({ moderation, guildId }) => moderation[guildId]?.deedId ?? '1',
  webhookId: (demo, path) => webhookIn(demo, path)?.webhookId ?? '1',
  deliveryId: (demo, path) => webhookIn(demo, path)?.deliveryId ?? '1',
  alarmId: ({ alarmId }) => alarmId,
  errorId: ({ errorId }) => errorId,
  forgetRunId: () => '1', // nobody is forgotten
  keptJobId: ({ keptJobId }) => keptJobId,
  redirectId: ({ redirectId }) => redirectId,
  maintenanceId: ({ maintenanceId }) => maintenanceId,
  table: () => 'page_views',
  kind: () => 'recount',
  staffId: ({ staff }) => staff.spare ?? '',
  sessionRef: () => 'none-of-that-name',
  tokenId: ({ tokenId }) => tokenId,
  idempotencyId: () => '1', // of a key that nobody has
  operationId: ({ guildId }) => `demo:${guildId}`,
  movementId: () => '1',
  outageDay: () => '2026-01-01',
  preset: () => 'starter',
  roleId: ({ roleId }) => roleId,
  channelId: ({ channelId }) => channelId,
};

/** They are of a guild, or of all. */
function webhookIn({ webhooks, guildId }: Demo, path: string) {
  return webhooks[path.includes(':guildId') ? guildId : 'all'];
}

/** A page's or route's path with everything filled in from the demo. */
export function fillPath(path: string, demo: Demo): string {
  return path.replace(/([^/]*)\/:(\w+)/g, (_, before: string, name: string) => {
    const sample = samples[name === 'id' ? `${before}/:id` : name];
    if (sample) return `${before}/${encodeURIComponent(sample(demo, path))}`;
    throw new Error(`${path}: add a sample for ${before}/:${name} to scripts/screenshots/paths.ts`);
  });
}
