import { z } from 'zod';
import { DAY, HOUR, SECOND } from '../../shared/core/clock.ts';
import { longestTimeout, type ReadDuration, readDuration } from '../../shared/moderation/durations.ts';
import { caseKinds } from '../../shared/moderation/model.ts';
import { typedText } from '../http/form.ts';
import { lasting } from './firing-words.ts';

const longestReason = 4_000; // as the database has it

/** How far back a ban may delete messages: Discord documentation, "Create Guild Ban". */
export const deletions = [0, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY].map((ms) => ({
  value: String(ms / SECOND),
  text: ms === 0 ? 'None' : `Those of the last ${lasting(ms).replace(/^1 /, '')}`,
}));

const Form = z.object({
  members: typedText({ most: 6_000 }),
  kind: z.enum(caseKinds, 'Choose what is to be done.'),
  lasts: z.string().trim().max(40, 'Such as 10m, 1h30m or 2d.').default(''),
  deletes: z
    .enum(
      deletions.map(({ value }) => value),
      'Choose one.',
    )
    .default('0')
    .transform(Number),
  reason: typedText({ least: 0, most: longestReason }),
});

/** What a case is to be like, as it was typed. */
export const CaseOrder = Form.transform(({ lasts, deletes, ...order }, ctx) => {
  const { kind } = order;
  const ends = kind === 'timeout' || (kind === 'ban' && lasts !== '');
  const read = ends ? readDuration(lasts, kind === 'timeout' ? longestTimeout : undefined) : undefined;
  if (read && read.is !== 'duration') {
    ctx.addIssue({ code: 'custom', path: ['lasts'], message: faultIn(read, kind) });
    return z.NEVER;
  }
  const deleteMessageSeconds = kind === 'ban' ? deletes : 0;
  return { ...order, lasts, seconds: read?.seconds ?? null, deleteMessageSeconds };
});
export type CaseOrder = z.output<typeof CaseOrder>;

function faultIn({ is }: Exclude<ReadDuration, { is: 'duration' }>, kind: string): string {
  const faults = {
    malformed: 'A length of time, such as 10m, 1h30m or 2d.',
    zero: 'It has to be longer than nothing.',
    'too-long':
      kind === 'timeout'
        ? 'Discord times members out for 28 days at most.'
        : 'Ten years are the most: leave it empty for a ban that does not end.',
  };
  return faults[is];
}
