import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { ListedCase } from '../../shared/moderation/case-list.ts';
import type { ViewedCase } from '../../shared/moderation/case-view.ts';
import { Evidence } from '../../shared/moderation/evidence.ts';
import { caseKinds, effectStates } from '../../shared/moderation/model.ts';
import { versionOf } from '../http/etag.ts';
import { InGuild, RowId, Time } from './shapes.ts';

/** The parameters of what belongs to a case: by its number in the guild. */
export const InCase = InGuild.extend({
  caseNumber: z.coerce.number().pipe(
    z
      .int()
      .min(1)
      .max(2 ** 31 - 1),
  ),
});

/** Why, as cases keep it. */
export const CaseText = z.string().trim().max(4_000);

/** A number of a case, in a body. */
export const CaseNumber = z
  .int()
  .min(1)
  .max(2 ** 31 - 1);

export const Case = z
  .object({
    id: RowId,
    guild: Snowflake,
    number: z.int().describe('1, 2, 3 … in the guild'),
    kind: z.enum(caseKinds),
    user: Snowflake,
    actor: z
      .object({
        kind: z.enum(['staff', 'key', 'member', 'system']),
        id: z.string().nullable(),
        name: z.string(),
      })
      .describe('Who opened it, as they were called then'),
    reason: z.string(),
    endsAt: Time.nullable().describe('Of a timeout, or a ban that ends by itself'),
    deleteMessageSeconds: z.int().describe('Of a ban: whose messages of so long Discord deletes'),
    effect: z.enum(effectStates).describe('What Discord is asked to do; `none`: nothing'),
    answer: z.string().nullable().describe('How Discord answered where it refused'),
    lift: z.enum(effectStates).describe('Of a timeout or ban that is taken back'),
    resolvedAt: Time.nullable(),
    resolvedBy: z.string().nullable(),
    resolvedNote: z.string().nullable(),
    createdAt: Time,
  })
  .meta({ id: 'Case', description: 'Something that was done to a member, or noted of them' });

const Note = z.object({ id: RowId, at: Time, by: z.string(), text: z.string() });

export const CaseWithTimeline = Case.extend({
  evidence: Evidence.nullable().describe('The message that it is about'),
  notes: z.array(Note).describe('What happened to it, first one first: the latest 200'),
  firings: z.array(RowId).describe('Of auto-moderation that it is of'),
  warning: z
    .object({
      id: RowId,
      expiresAt: Time.nullable(),
      withdrawnAt: Time.nullable(),
      withdrawnBy: z.string().nullable(),
    })
    .nullable(),
  ledTo: z.int().nullable().describe('The case that this warning was one too many for'),
  appeal: z.object({ id: RowId, state: z.enum(['open', 'accepted', 'rejected']) }).nullable(),
}).meta({ id: 'CaseWithTimeline' });

export function tellCase({
  actorKind: kind,
  actorId: id,
  actorName: name,
  ...rest
}: ListedCase): z.input<typeof Case> {
  return { ...rest, actor: { kind, id, name } };
}

export function tellTimeline(viewed: ViewedCase): z.input<typeof CaseWithTimeline> {
  const { evidence, notes, firings, warning, ledTo, appeal } = viewed;
  return { ...tellCase(viewed), evidence, notes, firings, warning, ledTo, appeal };
}

/** What Discord answers, and what is noted, changes what is told, and not what a change is based on. */
export function tagOf(viewed: ViewedCase): string {
  return `${viewed.version}.${versionOf(JSON.stringify(tellTimeline(viewed)))}`;
}

export function caseVersionIn(match: string | null): number {
  return Number(match?.match(/^([1-9]\d{0,8})\.[\w-]{27}$/)?.[1] ?? -1);
}
