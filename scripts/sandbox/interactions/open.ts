import { randomBytes } from 'node:crypto';
import { type InteractionType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { interactionLife } from '../limits.ts';
import type { Live } from '../live.ts';
import { channelPermissions, isImmune, isTimedOut } from '../permissions.ts';
import { Cannot } from '../world/cannot.ts';
import type { Interaction, World } from '../world/types.ts';
import { payloadOf } from './payload.ts';
import type { Place } from './place.ts';

const forgottenAfter = interactionLife + 5 * 60_000; // so that whoever comes too late is told so

type Carried = Partial<Pick<Interaction, 'command' | 'focused' | 'source' | 'opener'>>;

export interface Opening extends Carried {
  type: InteractionType;
  place: Place;
  /** The command's name, or the custom id. */
  name: string;
  data: Record<string, unknown>;
  locale?: string;
}

/** Makes the interaction and sends INTERACTION_CREATE. */
export function openInteraction(live: Live, opening: Opening): Interaction {
  const { world } = live;
  const { place } = opening;
  mustBeAbleTo(world, place);
  forgetOld(world);
  const interaction = createInteraction(world, opening);
  world.interactions.set(interaction.id, interaction);
  world.tokens.set(interaction.token, interaction);
  const { id, type, name, userId, guildId, channelId } = interaction;
  const more = { type, name, channel: channelId };
  live.happened({ is: 'interaction', by: userId, guild: guildId, target: id, more });
  const guild = place.is === 'guild' ? place.guild : null;
  live.publish({ type: 'INTERACTION_CREATE', guild, data: payloadOf(world, opening, interaction) });
  return interaction;
}

function createInteraction(world: World, { type, place, name, ...carried }: Opening): Interaction {
  return {
    id: world.snowflakes.next(),
    token: randomBytes(96).toString('base64url'),
    type,
    createdAt: world.now(),
    guildId: place.channel.guildId,
    channelId: place.channel.id,
    userId: place.user.id,
    name,
    command: carried.command ?? null,
    focused: carried.focused ?? null,
    source: carried.source ?? null,
    opener: carried.opener ?? null,
    answer: { is: 'none' },
    original: null,
    followUps: [],
    modal: null,
  };
}

/** Whoever is timed out can look, and nothing else. */
function mustBeAbleTo(world: World, place: Place): void {
  if (place.is === 'direct') return;
  const { guild, channel, member, user } = place;
  if (!(channelPermissions(guild, channel, member, world.now()) & P.ViewChannel))
    throw new Cannot(`${user.username} cannot see #${channel.name}`);
  if (isTimedOut(member, world.now()) && !isImmune(guild, member))
    throw new Cannot(`${user.username} is timed out`);
}

function forgetOld(world: World): void {
  for (const [id, old] of world.interactions) {
    if (world.now() - old.createdAt < forgottenAfter) return;
    world.interactions.delete(id);
    world.tokens.delete(old.token);
  }
}
