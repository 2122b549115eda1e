import {
  type EffectDeps,
  type EffectOf,
  type Follow,
  type Kind,
  type Kinds,
  Never,
  NotYet,
  unwanted,
} from './kind.ts';
import { type Outcome, readFault } from './outcome.ts';

/** One try at an effect. Where it ends here, how it ended is written down before this answers. */
export async function perform<K extends Kind>(
  deps: EffectDeps & { follow: Follow },
  kinds: Kinds,
  kind: K,
  effect: EffectOf<K>,
  again = false,
): Promise<Outcome> {
  const { isWanted, send, next, settle, moot } = kinds[kind];
  try {
    if (isWanted && !(await isWanted(deps, effect))) return { is: 'unwanted' };
    const outcome = await send(deps, effect, again).then(readAnswer, (error: unknown) =>
      readFault(error, moot),
    );
    const following = outcome.is === 'done' ? next?.(effect) : undefined;
    if (following) await deps.follow(following);
    if (outcome.is === 'done' || outcome.is === 'moot' || outcome.is === 'refused')
      await settle?.(deps, effect, outcome);
    return outcome;
  } catch (error) {
    return readFault(error, moot);
  }
}

function readAnswer(answer: unknown): Outcome {
  if (answer instanceof NotYet) return { is: 'waits', after: answer.after };
  if (answer instanceof Never) return { is: 'refused', status: 0, code: answer.code, why: answer.why };
  return { is: answer === unwanted ? 'unwanted' : 'done' };
}

/** Writes down that an effect will not be tried again, though it might have succeeded. */
export async function giveUp<K extends Kind>(
  deps: EffectDeps,
  kinds: Kinds,
  kind: K,
  effect: EffectOf<K>,
  end: Extract<Outcome, { is: 'refused' }>,
): Promise<void> {
  await kinds[kind].settle?.(deps, effect, end);
}
