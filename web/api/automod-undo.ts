import { z } from 'zod';
import { findFiring } from '../../shared/automod/firing-list.ts';
import { previewUndo, type Selection } from '../../shared/automod/undo.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { By } from '../http/caller.ts';
import { refuse, refuseInput } from '../http/problem.ts';
import { type AnyRoute, type ApiDeps, route } from '../http/route.ts';
import { takeBack } from '../take-back.ts';
import { InFiring, InGuild, RowId, Since } from './shapes.ts';

const Undo = z
  .object({
    done: z.boolean().describe('False for a preview'),
    firings: z.int(),
    timeouts: z.int().describe('Lifted; Discord is asked within a minute'),
    bans: z.int().describe('Revoked; Discord is asked within a minute'),
    warnings: z.int().describe('Withdrawn'),
    kicks: z.int().describe('Cannot be undone'),
    deletions: z.int().describe('Messages that are gone, and stay so'),
  })
  .meta({ id: 'AutoModUndo', description: 'What undoing firings takes back, and what it cannot' });

const preview = z.boolean().describe('True: only tells what would be done');

export const automodUndoRoutes: AnyRoute[] = [
  route({
    method: 'post',
    path: '/guilds/:guildId/automod/firings/:firingId/undo',
    summary: 'Undo a firing',
    description: 'One that only watched, or was undone already, changes nothing.',
    scope: 'automod:write',
    params: InFiring,
    body: z.object({ preview: preview.default(false) }),
    reply: Undo,
    handle: async ({ params: { guildId, firingId }, body, by }, deps) => {
      const firing = await findFiring(deps, guildId, firingId);
      return firing
        ? run(deps, guildId, { firing: firingId }, body.preview ? null : by)
        : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path: '/guilds/:guildId/automod/undo',
    summary: 'Undo the firings of a rule in a time range',
    description: 'Of a rule that is gone as well. Twice it changes nothing.',
    scope: 'automod:write',
    params: InGuild,
    body: z.object({
      rule: RowId,
      from: Since.describe('Began at that time or later'),
      to: Since.describe('Began before'),
      preview,
    }),
    reply: Undo,
    handle: ({ params: { guildId }, body: { rule, from, to, preview }, by }, deps) => {
      if (from >= to) return refuseInput({ in: 'body', path: 'to', message: 'Not later than `from`' });
      return run(deps, guildId, { rule, from, to }, preview ? null : by);
    },
  }),
];

/** Without somebody who does it, it is a preview. What was lifted is what stood there just before. */
async function run(
  deps: ApiDeps,
  guild: Snowflake,
  selection: Selection,
  by: By | null,
): Promise<z.input<typeof Undo>> {
  const plan = await previewUndo(deps, guild, selection);
  if (!by) return { done: false, ...plan };
  const { firings } = await takeBack(deps, guild, selection, by);
  return { done: true, ...plan, firings };
}
