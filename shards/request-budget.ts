import { type Clock, MINUTE } from '../shared/core/clock.ts';

const most = 100; // in any minute; Discord closes a connection that sends more than 120, heartbeats among them

/** How many requests may be sent to the gateway. */
export interface RequestBudget {
  readonly left: number;
  spend(): void;
}

export function openRequestBudget(clock: Clock): RequestBudget {
  let spent: number[] = [];
  return {
    get left() {
      const from = clock() - MINUTE;
      spent = spent.filter((at) => at > from);
      return most - spent.length;
    },
    spend() {
      spent.push(clock());
    },
  };
}
