import type { Knex } from '../../shared/db/knex.ts';
import type { Message, Sequel } from '../interactions/answer.ts';
import type { CarriedOut } from './carry-out.ts';
import { followCases } from './waiting.ts';

/** What is said of orders anew once Discord answered all of them; undefined where it has. */
export function sayLater(
  { db }: { db: Knex },
  carried: readonly CarriedOut[],
  draw: (carried: readonly CarriedOut[]) => Message,
): Sequel | undefined {
  const open = carried.filter(({ settled }) => settled.effect === 'wanted').map(({ acted }) => acted.case.id);
  if (open.length === 0) return undefined;
  return followCases({ db }, open, (answers) =>
    draw(carried.map((each) => ({ ...each, settled: answers.get(each.acted.case.id) ?? each.settled }))),
  );
}
