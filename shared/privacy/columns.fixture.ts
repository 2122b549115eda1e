const settings = 'What moderators of a guild set, as they typed it';
const staff = 'Accounts of the panel, which are no users of Discord';
const system = 'How the system itself does';
const discord = 'As Discord shows it while the bot is there';
const deleted = 'Its rows are deleted';

/** Columns that are called like this hold no user and no text of anybody, in whatever table. */
export const neutral = new Set(
  `action actor_kind amount balance case_id channel_id code command count decision deletion effect error_id event feature
  fingerprint guild_id id kind lift message_id most name outcome partition place process queue received role_id rule_id
  rule_kind sent size source stat state sum type version`.split(/\s+/),
);

/**
 * What else may tell of people, table by table: where it is taken out when a user is forgotten (erasures.ts and the
 * forget-*.ts beside it), and why it is not. A column that is neither here nor neutral has been forgotten.
 */
export const columns: Record<string, { erased?: string; kept?: Record<string, string> }> = {
  admin_users: {
    kept: { 'username password_hash role totp_secret totp_step recovery_hashes': staff },
  },
  alarms: { kept: { 'subject text': system } },
  api_keys: { kept: { 'prefix hash scopes guild_ids created_by made_by': staff } },
  appeals: { erased: 'user_id text answer answered_by' },
  audit_entries: {
    erased: 'actor_id actor_name subject before after ip',
    kept: { request_id: 'Made up for each request' },
  },
  automod_configs: { kept: { values: settings } },
  automod_firing_messages: { erased: 'firing_id' },
  automod_firings: {
    erased: 'user_id burst conditions excerpt undone_by',
    kept: { 'rule_name mode': settings },
  },
  automod_rule_versions: { erased: 'actor_id actor_name', kept: { values: settings } },
  automod_rules: { kept: { 'mode exempt_roles exempt_channels settings': settings } },
  bot_statuses: { kept: { session_id: system } },
  bytes: { erased: 'giver_id receiver_id reason operation', kept: { tier: settings } },
  bytes_configs: { kept: { values: settings } },
  bytes_roles: {
    kept: { 'threshold checked_threshold checked_in': settings, checked_to: 'A place in a walk of minutes' },
  },
  case_notes: { erased: 'actor_name text' },
  channel_deeds: {
    erased: 'actor_id actor_name deed reason answer result',
    kept: { operation: 'An id of an interaction' },
  },
  command_usages: { erased: 'user_id' },
  discord_users: { erased: 'id username global_name avatar' },
  error_occurrences: {
    erased: 'message stack facts',
    kept: { told: 'Made up for each request', ip: 'Nothing says whose it is; cut short after 30 days' },
  },
  failed_effects: { kept: { 'job why': deleted }, erased: 'effect' },
  file_attachments: { erased: 'user_id name url', kept: { extension: deleted } },
  file_configs: { kept: { values: settings } },
  file_rules: { kept: { 'extension message': settings } },
  forget_runs: {
    erased: 'user_id names acted_as cursor why',
    kept: { pseudonym: 'Nothing says whose it was', changed: system, asked_by: staff },
  },
  former_squad_roles: { erased: 'user_id' },
  frozen_days: { erased: 'user_id' },
  guild_channels: { erased: 'overwrites', kept: { 'name parent_id': discord } },
  guild_members: { erased: 'user_id name nick avatar former_names roles paid_by' },
  guild_roles: { kept: { 'name permissions': discord } },
  guild_threads: { kept: { parent_id: discord } },
  guilds: { erased: 'owner_id', kept: { 'name icon': discord } },
  hourly_stats: { erased: 'label' },
  idempotency_keys: { erased: 'idempotency_key reply', kept: { 'key_id route': staff } },
  kept_jobs: { erased: 'data ids why', kept: { job: deleted, retried_by: staff } },
  lockdowns: { kept: { answer: system } },
  maintenance_runs: {
    erased: 'result error',
    kept: {
      'options done total': system,
      cursor: 'A place in a run that is under way',
      asked_by: staff,
    },
  },
  message_traces: { erased: 'user_id' },
  moderation_cases: {
    erased: 'user_id actor_id actor_name reason resolved_by resolved_note evidence operation answer',
    kept: { audit_entry_id: 'An id of Discord’s own log' },
  },
  moderation_configs: { kept: { values: settings } },
  operations: { erased: 'id user_id outcome' },
  outage_days: { erased: 'relinked_user', kept: { declared_by: staff, relinked_guild: system } },
  page_views: {
    erased: 'path referrer',
    kept: {
      'method route agent referrer_host': 'Nothing says whose it is',
      ip: 'Nothing says whose it is; cut short after 30 days',
    },
  },
  process_statuses: { kept: { 'role host memory disk_free disk_total': system } },
  reason_templates: { kept: { text: settings } },
  recent_messages: { erased: 'user_id content', kept: { edited_at: deleted } },
  record_surplus: { kept: { label: 'A route, or an id of a short link' } },
  redirect_clicks: {
    kept: {
      'redirect_id agent referrer referrer_host': 'Nothing says whose it is',
      ip: 'Nothing says whose it is; cut short after 30 days',
    },
  },
  redirects: { kept: { 'target note created_by': staff } },
  refresh_tokens: { kept: { 'key_id hash': staff } },
  reports: { erased: 'author_id reporter_id reporter_name excerpt reason answered_by' },
  role_grants: { erased: 'user_id', kept: { why: deleted } },
  route_errors: { erased: 'message stack', kept: { occurrences: system, resolved_by: staff } },
  settings_versions: { erased: 'actor_id actor_name', kept: { 'values note': settings } },
  squad_members: { erased: 'user_id', kept: { squad_id: deleted } },
  squads: { kept: { 'description welcome': settings } },
  staff_guild_roles: { kept: { 'user_id role': staff } },
  sync_chunks: { kept: { 'run_id members': 'Gone once the load is over' } },
  sync_runs: { erased: 'requested_by', kept: { 'reason session_id why': system } },
  unlogged_entries: { kept: { entry_id: system } },
  user_warnings: { erased: 'user_id actor_name reason withdrawn_by' },
  webhook_deliveries: { erased: 'subject facts body answer', kept: { webhook_id: settings } },
  webhooks: { erased: 'created_by', kept: { 'url secret events': settings } },
};

const short = 'Gone within two hours';
const rule = 'Gone ten minutes after the longest rule';
/** The same for what stands in Redis, by the names of its keys (keys.ts). */
export const redisKeys: Record<string, string> = {
  account: 'erased',
  memberWindow: 'erased',
  fingerprintWindow: rule,
  joinWindow: rule,
  recentMessages: short,
  watermark: system,
  formerWatermark: system,
  trial: short,
  logEntry: short,
  logMessage: short,
  identify: system,
  requestBudget: system,
  invalidBudget: system,
  invite: 'Guilds that invites lead to',
  syncProgress: system,
  sweepTurn: system,
  endsTurn: system,
  maintenanceTurn: system,
  forgetTurn: system,
  rollUpTurn: system,
  failedJobsTurn: system,
  failedJobsSeen: system,
  leases: system,
  leaseHolders: system,
  generation: system,
  postgresAway: system,
  postgresAwayTold: system,
  webhooksTurn: system,
  watchTurn: system,
  sweepCursors: 'A place in a walk of minutes',
  metrics: system,
  signInState: short,
  session: 'Ends after twelve hours at most',
  staffSessions: staff,
  keptForm: short,
  shownOnce: short,
  panelLink: short,
  prompt: short,
  told: short,
  throttle: short,
};
