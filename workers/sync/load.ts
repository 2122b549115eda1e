import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import type { Guild } from '../../shared/sync/model.ts';
import { latestRun, wantRuns } from '../../shared/sync/runs.ts';
import { findGuild } from '../../shared/sync/store.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, type Sequel, shown } from '../interactions/answer.ts';
import type { Call } from '../interactions/command.ts';
import { ageOf, replyable } from '../interactions/stage.ts';
import { isOutside } from '../runtime/outside.ts';
import { isOpen, readLoadState } from './load-state.ts';
import { texts } from './texts.ts';

const fresh = 10 * MINUTE; // a load that recent has nothing to bring that events did not
const pause = 3 * SECOND; // between two looks; Discord allows five edits of one answer in five seconds

type Deps = Pick<Context, 'db' | 'redis' | 'clock'>;

/** `/sync [force]`: starts a load of all members, or joins the one under way, and shows how far it is. */
export async function load(call: Call<{ force: boolean | undefined }>, deps: Deps): Promise<Answer> {
  const { guild: id, user, locale, options } = call;
  const words = texts(locale);
  const [known, latest] = await Promise.all([findGuild(deps, id), latestRun(deps, id)]);
  const guild = known ?? { id, memberCount: null, membersLoadedAt: null };
  const isPutOff = latest?.reason === 'gap' && latest.state === 'queued'; // it has something to bring: it is hurried
  // what ended since it was asked is what was asked for: a job that is done again asks for no more
  const isAsked = latest && !isPutOff && (isOpen(latest) || (latest.finishedAt?.getTime() ?? 0) >= call.at);
  const loadedAt = guild.membersLoadedAt?.getTime() ?? 0;
  if (!isAsked && !isPutOff && !options.force && loadedAt > deps.clock() - fresh)
    return refused(words.recent(guild.memberCount, Math.floor(loadedAt / SECOND)));
  if (!isAsked) await wantRuns(deps, [{ guild: id, reason: 'command', requestedBy: user.username }]);
  const state = await readLoadState(deps, guild, locale);
  const content = state?.text ?? words.waiting;
  return state?.isOver ? shown({ content }) : shown({ content }, watch(deps, call, guild, state?.mark));
}

/** Puts what is new in the place of the answer, until the load is over or Discord takes no more. */
function watch(
  deps: Deps,
  { id, locale }: Pick<Call<unknown>, 'id' | 'locale'>,
  guild: Pick<Guild, 'id' | 'memberCount'>,
  first: string | undefined,
): Sequel {
  return async (say) => {
    let last = first;
    while (ageOf(deps, { id }) < replyable) {
      await sleep(pause, undefined, { ref: false });
      const state = await readLoadState(deps, guild, locale).catch(unlessAway);
      if (!state) continue;
      if (state.mark !== last && !(await say({ content: state.text }))) return;
      last = state.mark;
      if (state.isOver) return;
    }
    await say({ content: texts(locale).longer });
  };
}

/** Postgres or Redis will be back. */
function unlessAway(error: unknown): undefined {
  if (!isOutside(error)) throw error;
}
