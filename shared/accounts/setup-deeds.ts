/** Deeds by which a guild is set up, besides its settings, in words: the guild's log of settings tells of them. */
export const setupDeeds: Readonly<Record<string, string>> = {
  'automod-rule.created': 'Auto-moderation rule added',
  'automod-rule.changed': 'Auto-moderation rule changed',
  'automod-rule.removed': 'Auto-moderation rule removed',
  'file-rule.created': 'File rule added',
  'file-rule.changed': 'File rule changed',
  'file-rule.deleted': 'File rule removed',
  'reward.added': 'Role reward added',
  'reward.changed': 'Role reward changed',
  'reward.removed': 'Role reward removed',
  'squad.created': 'Squad added',
  'squad.changed': 'Squad changed',
  'squad.deleted': 'Squad removed',
  'template.created': 'Reason added',
  'template.changed': 'Reason changed',
  'template.removed': 'Reason removed',
  'webhook.switched-off': 'Webhook switched off, as it does not answer',
};
