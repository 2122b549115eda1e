/** How much of everything there is. */
export interface Sizes {
  /** Members of the one large guild. */
  large: number;
  /** Guilds of many members, and guilds of few. */
  many: { guilds: number; members: number };
  few: { guilds: number; members: number };
  /** Days of messages of every tenth member, who also sends bytes on the last of them; all others wrote on two days. */
  active: { days: number; transfers: number };
  /** Days over which those two are spread. */
  span: number;
  /** Ledger rows of one member more, each way. */
  busy: number;
  cases: number;
  firings: number;
  attachments: number;
  audits: number;
  operations: number;
  views: number;
  usages: number;
  clicks: number;
  errors: { kinds: number; occurrences: number };
  jobs: number;
  /** Days of views and usages of commands. */
  days: number;
}

/** A million members, ten million rows of the ledger: 1 for each, 52 + 20 for every tenth, 2 for the others. */
export const full: Sizes = {
  large: 600_000,
  many: { guilds: 20, members: 10_000 },
  few: { guilds: 2_000, members: 100 },
  active: { days: 52, transfers: 20 },
  span: 298,
  busy: 20_000,
  cases: 300_000,
  firings: 200_000,
  attachments: 500_000,
  audits: 500_000,
  operations: 500_000,
  views: 10_000_000,
  usages: 1_000_000,
  clicks: 500_000,
  errors: { kinds: 300, occurrences: 50_000 },
  jobs: 100_000,
  days: 60,
};

export function membersOf({ large, many, few }: Sizes): number {
  return large + many.guilds * many.members + few.guilds * few.members;
}

/** The large one included. */
export function guildsOf({ many, few }: Sizes): number {
  return 1 + many.guilds + few.guilds;
}
