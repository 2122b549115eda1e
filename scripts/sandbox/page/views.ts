import type { Sandbox } from '../sandbox.ts';
import { finders } from './choices.ts';
import { commandsOf } from './commands.ts';
import { guildsOf } from './guilds.ts';
import { panels } from './panels.ts';
import { peopleOf } from './people.ts';
import { type Place, placeOf } from './place.ts';
import { viewOf } from './view.ts';

/** Now or soon; null: nobody is there to look. */
type View = (sandbox: Sandbox, query: URLSearchParams) => unknown;

/** What the page asks for, as GET /page/<name>?guild=&channel=&member=&search= */
export const views: Record<string, View> = {
  view: at((sandbox, place, query) => viewOf(sandbox, place, query)),
  commands: at(({ world }, place) => commandsOf(world, place)),
  guilds: ({ world }, query) => guildsOf(world, searchIn(query)),
  members: at(({ world }, { guild }, query) => peopleOf(world, guild, searchIn(query))),
  ...mapped(finders, (find) => at(({ world }, place, query) => find(world, place, searchIn(query)))),
  ...mapped(panels, (panel) => at((sandbox, place) => panel(sandbox, place))),
};

function at(look: (sandbox: Sandbox, place: Place, query: URLSearchParams) => unknown): View {
  return (sandbox, query) => {
    const place = placeOf(sandbox.world, query);
    return place && look(sandbox, place, query);
  };
}

function mapped<T>(table: Record<string, T>, map: (one: T) => View): Record<string, View> {
  return Object.fromEntries(Object.entries(table).map(([name, one]) => [name, map(one)]));
}

function searchIn(query: URLSearchParams): string {
  return (query.get('search') ?? '').trim().toLowerCase();
}
