import { expect } from 'chai';
import { findDifferences } from '../../bytes/queries.ts';
import { MINUTE } from '../../core/clock.ts';
import type { Knex } from '../../db/knex.ts';
import { readStates } from './committed-states.ts';
import type { Deed, Outcome } from './deeds.ts';
import { isGranted, isJustified, streakOf } from './model.ts';
import type { Story } from './simulator.ts';

interface Row {
  operation: string;
  kind: string;
  giver_id: string | null;
  receiver_id: string | null;
  amount: string;
  day: number | null;
}
type Ledger = Row[];

/** What must hold once everybody is done (design §4.9), from the ledger and the recorded states alone. */
export async function assertAll(db: Knex, stories: Story[]): Promise<void> {
  const ledger: Ledger = await db('bytes').orderBy('id');
  const known = new Map(stories.map((story) => [story.deed.id, story]));
  expect(await findDifferences({ db })).to.deep.equal([]);
  for (const { operation } of ledger)
    expect(known.has(operation), `nobody asked for ${operation}`).to.equal(true);
  assertNobodyWentBelowZero(ledger);
  assertPaidOnce(ledger);
  assertCooldowns(ledger, known);
  assertCosts(ledger, stories);
  assertNothingIsMissing(ledger, stories);
  assertAnswersAgree(stories);
  await assertOperationsStand(db, stories);
  await assertRefusals(db, stories);
  await assertStreaks(db, ledger);
}

/** Rows of one member have ids in the order in which they were committed: the member's row is locked meanwhile. */
function assertNobodyWentBelowZero(ledger: Ledger): void {
  const balances = new Map<string, number>();
  const add = (user: string | null, amount: number) => {
    if (user === null) return;
    const balance = (balances.get(user) ?? 0) + amount;
    balances.set(user, balance);
    expect(balance, `balance of ${user}`).to.be.at.least(0);
  };
  for (const { giver_id, receiver_id, amount } of ledger) {
    add(giver_id, -Number(amount));
    add(receiver_id, Number(amount));
  }
}

function assertPaidOnce(ledger: Ledger): void {
  const once = (rows: Ledger, name: (row: Row) => string) =>
    expect(new Set(rows.map(name)).size, 'paid twice').to.equal(rows.length);
  once(
    ledger.filter(({ kind }) => kind === 'daily'),
    ({ receiver_id, day }) => `${receiver_id} ${day}`,
  );
  once(
    ledger.filter(({ kind }) => kind === 'starting'),
    ({ receiver_id }) => String(receiver_id),
  );
}

/** Between two transfers of a giver lies the least cooldown that the second was asked with. */
function assertCooldowns(ledger: Ledger, known: Map<string, Story>): void {
  const last = new Map<string, number>();
  for (const { operation, kind, giver_id, amount } of ledger) {
    const story = known.get(operation);
    if (kind !== 'transfer' || story?.deed.kind !== 'transfer') continue;
    const configs = story.asks.map(({ config }) => config);
    const cooldown = Math.min(...configs.map((config) => config.transferCooldownMinutes)) * MINUTE;
    const before = last.get(String(giver_id)) ?? Number.NEGATIVE_INFINITY;
    expect(story.deed.at, `cooldown of ${giver_id}`).to.be.at.least(before + cooldown);
    expect(Number(amount)).to.be.at.most(Math.max(...configs.map((config) => config.largestTransfer)));
    last.set(String(giver_id), story.deed.at);
  }
}

/** One squad was free, the first; every other one cost what it was said to cost. */
function assertCosts(ledger: Ledger, stories: Story[]): void {
  const joins = stories.flatMap(({ deed, asks, answers }) => {
    const outcome = answers.map(({ outcome }) => outcome).find(({ is }) => is === 'joined');
    return deed.kind === 'join' && outcome ? [{ deed, asks, cost: Number(outcome.cost) }] : [];
  });
  const free = joins.filter(({ cost }) => cost === 0).map(({ deed }) => deed.user);
  expect(new Set(free).size, 'a second squad was free').to.equal(free.length);
  for (const { deed, asks, cost } of joins.filter((join) => join.cost > 0)) {
    expect(asks.map(({ config }) => config.switchCost)).to.include(cost);
    const fees = ledger.filter(({ operation, kind }) => operation === deed.id && kind === 'squad-fee');
    expect(fees.map(({ amount, giver_id }) => [amount, giver_id])).to.eql([[String(cost), deed.user]]);
  }
}

/** What somebody was told happened stands in the ledger; a handled message's day is paid, or was too old. */
function assertNothingIsMissing(ledger: Ledger, stories: Story[]): void {
  const operations = new Set(ledger.map(({ operation, kind }) => `${operation} ${kind}`));
  const paid = new Set(ledger.map(({ receiver_id, day }) => `${receiver_id} ${day}`));
  const days = ledger.flatMap(({ receiver_id, day }) => (day === null ? [] : [{ user: receiver_id, day }]));
  for (const { deed, answers } of stories) {
    const granted = answers.some(({ outcome }) => isGranted(outcome));
    if (deed.kind === 'transfer' && granted) expect(operations).to.include(`${deed.id} transfer`);
    if (deed.kind === 'gift' && granted) expect(operations).to.include(`${deed.id} admin`);
    if (deed.kind !== 'award') continue;
    expect(granted, `${deed.id} was never handled`).to.equal(true);
    const isOld = days.some(({ user, day }) => user === deed.user && day > deed.day + 1);
    if (!isOld) expect(paid).to.include(`${deed.user} ${deed.day}`);
    for (const { outcome } of answers) assertAwardStands(outcome, deed, operations);
  }
}

function assertAwardStands(outcome: Outcome, { id }: Deed, operations: Set<string>): void {
  if (Array.isArray(outcome.awards) && outcome.awards.length > 0)
    expect(operations).to.include(`${id} daily`);
  for (const day of Array.isArray(outcome.covered) ? outcome.covered : [])
    expect(operations).to.include(`msg:${day.message} daily`);
}

/** However often a command was asked, it was answered the same. */
function assertAnswersAgree(stories: Story[]): void {
  for (const { deed, answers } of stories.filter(({ deed }) => deed.kind !== 'award')) {
    const [first, ...others] = answers.map(({ outcome: { repeated, ...outcome } }) => outcome);
    for (const other of others) expect(other, deed.id).to.deep.equal(first);
  }
}

/** Every answered command has its operation, with that outcome. */
async function assertOperationsStand(db: Knex, stories: Story[]): Promise<void> {
  const rows: { id: string; outcome: Outcome }[] = await db('operations').select('id', 'outcome');
  const stored = new Map(rows.map(({ id, outcome }) => [id, outcome]));
  for (const { deed, answers } of stories.filter(({ deed }) => deed.kind !== 'award')) {
    if (answers[0] === undefined) continue;
    const { repeated, ...outcome } = answers[0].outcome;
    expect(stored.get(deed.id), deed.id).to.deep.equal(outcome);
  }
}

async function assertRefusals(db: Knex, stories: Story[]): Promise<void> {
  const states = await readStates(db);
  for (const { deed, asks, answers } of stories) {
    for (const { outcome, at } of answers.filter(({ outcome }) => !isGranted(outcome))) {
      const seen = { asks, until: at, states: states.get(deed.user) ?? [] };
      const told = `${deed.kind} ${deed.id} was refused: ${JSON.stringify(outcome)}`;
      expect(isJustified(deed, outcome, seen), told).to.equal(true);
    }
  }
}

async function assertStreaks(db: Knex, ledger: Ledger): Promise<void> {
  const rows: { user_id: string; streak: number; last_day: number | null }[] = await db('guild_members');
  const outages: number[] = await db('outage_days').pluck('day');
  for (const { user_id, streak, last_day } of rows) {
    const paid = ledger.flatMap(({ receiver_id, day }) =>
      receiver_id === user_id && day !== null ? [day] : [],
    );
    if (paid.length === 0) continue;
    const frozen: number[] = await db('frozen_days').where({ user_id }).pluck('day');
    expect([last_day, streak], `streak of ${user_id}`).to.eql([
      Math.max(...paid),
      streakOf({ paid, frozen, outages }),
    ]);
  }
}
