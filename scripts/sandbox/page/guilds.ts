import type { Guild, World } from '../world/types.ts';
import { firstThat } from './search.ts';

const most = 50; // guilds shown at once; the search finds the others

/** Guilds with the words in their name, or of that id. */
export async function guildsOf(world: World, search: string) {
  const isMeant = ({ id, name }: Guild) => id === search || name.toLowerCase().includes(search);
  const found = await firstThat(world.guilds.values(), isMeant, most);
  const shown = found.map(({ id, name, members }) => ({ id, name, members: members.size }));
  return { total: world.guilds.size, shown };
}
