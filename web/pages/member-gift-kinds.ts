import { giveFreezes } from '../../shared/bytes/freezes.ts';
import { type GiftOrder, give } from '../../shared/bytes/gift.ts';
import type { Party } from '../../shared/bytes/parties.ts';
import { loadBytesSettings } from '../../shared/bytes/store.ts';
import type { PageDeps } from '../http/page.ts';

/** Something that staff give members, or take from them. */
export interface GiftKind {
  /** Below the member's page. */
  path: 'bytes' | 'freezes';
  title: string;
  unit: string;
  most: number;
  giveHelp: string;
  takeHelp: string;
  /** A reason is asked for, and kept. */
  isReasoned: boolean;
  heldBy(member: Party): number;
  /** Once per operation. `refused` says why, in words. */
  give(
    deps: PageDeps,
    order: GiftOrder,
  ): Promise<{ is: 'given'; repeated: boolean } | { is: 'refused'; why: string } | { is: 'unknown' }>;
}

const bytes: GiftKind = {
  path: 'bytes',
  title: 'Give or take bytes',
  unit: 'bytes',
  most: 1_000_000_000,
  giveHelp: 'They count as received, and towards role rewards.',
  takeHelp: 'No further than to 0.',
  isReasoned: true,
  heldBy: ({ balance }) => balance,
  async give(deps, order) {
    const given = await give(deps, order);
    return given.is === 'poor' ? { is: 'refused', why: tooFew(given.balance, 'bytes') } : given;
  },
};

const freezes: GiftKind = {
  path: 'freezes',
  title: 'Give or take streak freezes',
  unit: 'freezes',
  most: 365,
  giveHelp: 'They are used by themselves, where they cover a whole gap in the streak.',
  takeHelp: 'Those that are used already stay used.',
  isReasoned: false,
  heldBy: ({ freezesHeld }) => freezesHeld,
  async give(deps, order) {
    const config = (await loadBytesSettings(deps, [order.guild])).get(order.guild)?.config;
    if (!config) return { is: 'refused', why: 'The settings of this guild cannot be read: save them first.' };
    const given = await giveFreezes(deps, { ...order, config });
    if (given.is === 'too-few') return { is: 'refused', why: tooFew(given.held, 'freezes') };
    if (given.is !== 'too-many') return given;
    const why = `A member can hold ${given.most} at most, and ${given.held} are there: see the settings.`;
    return { is: 'refused', why };
  },
};

export const giftKinds = [bytes, freezes] as const;

function tooFew(held: number, unit: string): string {
  return `There are only ${held.toLocaleString('en')} ${unit}.`;
}
