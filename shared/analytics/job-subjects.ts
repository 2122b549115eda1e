/**
 * Ids of Discord which the row of `given`, a job to be kept, does not name itself, as SQL: of a case its member and the
 * messages that led to it, of a deed its channel.
 */
export const idsAbout = `(
  ARRAY(SELECT c.user_id FROM moderation_cases c WHERE c.id = ${rowOf('case', 'punish', 'lift')})
  || ARRAY(
    SELECT m.message_id FROM automod_firings f JOIN automod_firing_messages m ON m.firing_id = f.id
    WHERE f.case_id = ${rowOf('case', 'punish', 'lift')} ORDER BY m.message_id DESC LIMIT 512)
  || ARRAY(SELECT d.channel_id FROM channel_deeds d WHERE d.id = ${rowOf('deed', 'channel-deed')}))`;

/** Undefined (NULL) for jobs of other names, and for what is no id of ours. */
function rowOf(field: string, ...names: string[]): string {
  const isNamed = `given.name IN (${names.map((name) => `'${name}'`).join(', ')})`;
  return `(CASE WHEN ${isNamed} AND given.data ->> '${field}' ~ '^[0-9]{1,18}$' THEN (given.data ->> '${field}')::bigint END)`;
}
