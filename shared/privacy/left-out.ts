/** What the archive of a user does not have, for its README. `tables`: those of which it has nothing. */
export const leftOut: readonly { what: string; why: string; tables: readonly string[] }[] = [
  {
    what: 'Who reported you, who moderated you, and what others wrote of you to each other',
    why: 'that tells of them.',
    tables: [],
  },
  {
    what: 'Copies for programs (what servers’ own programs were sent, answers kept for a day, contents of jobs)',
    why: 'what they tell is in the files above.',
    tables: ['webhook_deliveries', 'idempotency_keys'],
  },
  {
    what: 'Where nothing but a name stands (who had members loaded, set up a webhook, answered as a moderator)',
    why: 'others may be called the same.',
    tables: ['sync_runs', 'webhooks'],
  },
  {
    what: 'Versions of settings and rules that you saved',
    why: 'they are the server’s; that you saved them is in deeds.json.',
    tables: ['settings_versions', 'automod_rule_versions'],
  },
  {
    what: 'Which messages of yours a firing counted',
    why: 'firings.json has when, and what followed; the messages are at Discord.',
    tables: ['automod_firing_messages'],
  },
  {
    what: 'Texts of errors, and results of checks of the ledger',
    why: 'they are written for programmers, and name others beside you; errors.json has when there was one.',
    tables: ['route_errors', 'maintenance_runs'],
  },
  {
    what: 'What channels of a server let you in particular do, and whether you own the server',
    why: 'Discord shows you that itself.',
    tables: ['guild_channels', 'guilds'],
  },
  {
    what: 'How far the system came while it went through members, with you as the last one',
    why: 'it tells nothing of you.',
    tables: ['outage_days', 'former_squad_roles'],
  },
  {
    what: 'That your deletion was asked for',
    why: 'it is gone with you.',
    tables: ['forget_runs'],
  },
  {
    what: 'Pages of the site and short links that you opened',
    why: 'their address and browser are kept, but nothing says that it was you.',
    tables: ['page_views'],
  },
  {
    what: 'What is in memory for minutes, up to two hours: the latest messages for comparison with the rules',
    why: 'it is gone before you read this.',
    tables: [],
  },
];
