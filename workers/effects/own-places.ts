import { type APIChannel, Routes } from 'discord-api-types/v10';
import { LRUCache } from 'lru-cache';
import { MINUTE } from '../../shared/core/clock.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { findOwnPlaces } from '../../shared/sync/own-places.ts';
import type { EffectDeps } from './kind.ts';

type Deps = Pick<EffectDeps, 'db' | 'rest'>;
type Ask = (deps: Deps, guild: Snowflake, id: Snowflake) => Promise<boolean>;

const capacity = 20_000; // channels and roles
const doubted = MINUTE; // what is not the guild's may be a role that we are yet to hear of

/** Whose the channels and roles are that settings name: whoever manages one guild may not have the bot write in another. */
export interface OwnPlaces {
  /** Throws Discord's answer where nobody knows the channel. */
  hasChannel: Ask;
  hasRole: Ask;
}

/** Asked once: nothing moves from guild to guild. */
export function rememberOwnPlaces(): OwnPlaces {
  return { hasChannel: remember(askChannel), hasRole: remember(askRole) };
}

function remember(ask: Ask): Ask {
  const known = new LRUCache<string, Promise<boolean>>({ max: capacity });
  return async (deps, guild, id) => {
    const key = `${guild}:${id}`;
    const before = known.get(key);
    if (before) return before;
    const asked = ask(deps, guild, id);
    known.set(key, asked);
    try {
      const isOwn = await asked;
      if (!isOwn) known.set(key, asked, { ttl: doubted });
      return isOwn;
    } catch (error) {
      known.delete(key);
      throw error;
    }
  };
}

/** By our rows, else by Discord: a channel that was made just now is not refused. */
async function askChannel(deps: Deps, guild: Snowflake, id: Snowflake): Promise<boolean> {
  const { channel } = await findOwnPlaces(deps, guild, [id]);
  if (channel.has(id)) return true;
  const found = (await deps.rest.get(Routes.channel(id))) as APIChannel;
  return 'guild_id' in found && found.guild_id === guild;
}

async function askRole(deps: Deps, guild: Snowflake, id: Snowflake): Promise<boolean> {
  return (await findOwnPlaces(deps, guild, [id])).role.has(id);
}
