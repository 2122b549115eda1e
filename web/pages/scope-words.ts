/** Scopes that say less by their names than whoever gives them should know. */
export const scopeWords: Record<string, string> = {
  read: 'Everything that can be read, the log of changes included; but no accounts, keys and personal data',
  write:
    'Everything that can be changed, within the limits that members have; but no accounts, keys and personal data. What is of no single guild, while you are an admin',
  'keys:read': 'All keys, without their secrets; while you are an admin',
  'keys:write': 'Makes, changes and revokes keys, within its own scopes; while you are an admin',
  'privacy:read': 'All that is kept of a person, as one archive; while you are an admin',
  'privacy:write': 'Makes all that is kept of a person nobody’s, for good; while you are an admin',
  'staff:read': 'The accounts of this panel and their sessions; while you are an owner',
  'staff:write': 'Makes, changes and resets accounts that can do no more than it may; while you are an owner',
  'bytes:override': 'Transfers beyond all limits, and bytes given or taken as staff do',
};
