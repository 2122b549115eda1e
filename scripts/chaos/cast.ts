import type { Compiled } from './compiled.ts';
import { type Victim, victim } from './process.ts';

/** The system's processes, one of each. */
export interface Cast {
  shard: Victim;
  worker: Victim;
  effects: Victim;
  web: Victim;
}

export function openCast(compiled: Compiled, environment: NodeJS.ProcessEnv): Cast {
  const of = (name: string, source: string, ...args: string[]) =>
    victim(name, compiled.of(source), { environment, args });
  return {
    shard: of('the shard', 'shards/main.ts'),
    worker: of('the worker', 'workers/main.ts'),
    effects: of('effects', 'workers/main.ts', 'effects'),
    web: of('web', 'web/main.ts'),
  };
}

/** In the order in which they are stopped: whoever brings in work first. */
export function everybody({ shard, web, worker, effects }: Cast): Victim[] {
  return [shard, web, worker, effects];
}
