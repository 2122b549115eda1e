import type { APIUser } from 'discord-api-types/v10';
import { createMember, createUser } from '../world/create.ts';
import { FoundMap } from '../world/found-map.ts';
import { LazyMap } from '../world/lazy-map.ts';
import type { Guild, Member, World } from '../world/types.ts';
import { crowdUserId, inPopulation } from './crowd-ids.ts';

/** How many generated members each population has. */
export type PopulationSize = (population: number) => number;

/** Users, the generated ones made on demand. */
export function usersOf(sizeOf: PopulationSize): FoundMap<APIUser> {
  return new FoundMap((id) => {
    const place = inPopulation(id);
    return place && place.number < sizeOf(place.population) ? generatedUser(id, place) : undefined;
  });
}

/** The guild's members become a population of that size; whoever is added later comes on top. */
export function populate(world: Pick<World, 'users'>, guild: Guild, population: number, count: number): void {
  const { users } = world;
  const peek = (id: string) => (users instanceof FoundMap ? users.peek(id) : users.get(id));
  guild.members = new LazyMap<Member>({
    count,
    idOf: (number) => crowdUserId(population, number),
    numberOf(id) {
      const place = inPopulation(id);
      return place?.population === population && place.number < count ? place.number : -1;
    },
    make(number, kept) {
      const id = crowdUserId(population, number);
      const user = kept ? users.get(id) : peek(id);
      return createMember(guild, user ?? generatedUser(id, { population, number }), {
        joinedAt: guild.joinedAt,
      });
    },
  });
}

function generatedUser(id: string, { population, number }: { population: number; number: number }): APIUser {
  const home = population < 0 ? `s${-population}` : String(population);
  return createUser({ id, name: `member_${home}_${number}` });
}
