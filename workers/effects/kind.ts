import type { Effect } from '../../shared/core/queues.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { PlannedEffect } from '../../shared/effects/planned.ts';
import type { Context } from '../context.ts';
import type { Outcome } from './outcome.ts';

export type Kind = Effect['kind'];
type ByKind = { [E in Effect as E['kind']]: E };
export type EffectOf<K extends Kind> = ByKind[K];

export type EffectDeps = Pick<Context, 'db' | 'rest' | 'redis' | 'clock' | 'queue' | 'partitions' | 'log'>;
/** Queues what follows an effect. */
export type Follow = (planned: PlannedEffect) => Promise<void>;

/** What `send` answers where it saw, by what it read, that nobody wants it any more. */
export const unwanted = Symbol('unwanted');

/** What `send` answers where it is not its turn yet: it waits in its queue, where it holds up nobody else. */
export class NotYet {
  /** Milliseconds. */
  readonly after: number;
  constructor(after: number) {
    this.after = after;
  }
}

/** What `send` answers where it must not be done, by what it read. `code` is ours, beside those of Discord. */
export class Never {
  readonly code: string;
  readonly why: string;
  constructor(code: string, why: string) {
    this.code = code;
    this.why = why;
  }
}

/** How effects of one kind are done. All of it may run twice for the same effect. */
export interface EffectKind<K extends Kind> {
  /** Age in milliseconds past which it is not begun any more, and a fault that would pass is not waited for. */
  patience: number;
  /** The message it is about: the age counts from there. Without one it counts from when the effect was asked for. */
  about?(effect: EffectOf<K>): Snowflake;
  /** Codes of Discord that mean that nothing is left to do. */
  moot: readonly number[];
  /** Read right before each try. Without it the effect is always wanted, unless `send` says otherwise. */
  isWanted?(deps: EffectDeps, effect: EffectOf<K>): Promise<boolean>;
  /** Asks Discord: one request, where one is enough. `again`: it was begun before. */
  send(deps: EffectDeps, effect: EffectOf<K>, again?: boolean): Promise<unknown>;
  /** What follows once Discord confirmed it; queued before it is written down, so that no crash in between loses it. */
  next?(effect: EffectOf<K>): PlannedEffect | undefined;
  /** Writes down how it ended. */
  settle?(deps: EffectDeps, effect: EffectOf<K>, end: End): Promise<void>;
}
export type End = Extract<Outcome, { is: 'done' | 'moot' | 'refused' }>;

export type Kinds = { readonly [K in Kind]: EffectKind<K> };
