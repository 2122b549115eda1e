import { type APIPartialEmoji, PermissionFlagsBits } from 'discord-api-types/v10';
import { commandIn } from '../changes/commands.ts';
import { answerWithin, interactionLife } from '../limits.ts';
import { bitsIn } from '../rights.ts';
import { guildOf } from '../world/lookups.ts';
import type { Channel, Interaction, World } from '../world/types.ts';
import type { ErrorName } from './errors.ts';
import { type Reply, refuse } from './reply.ts';
import type { Answered, Found, WebhookOwner } from './route.ts';
import { isId, notAnId } from './validate/ids.ts';

interface Missing {
  missing: ErrorName;
}
type Lookup<Name extends keyof Found> = (
  world: World,
  value: string,
  found: Partial<Found>,
) => Found[Name] | Missing;

const lookups: { [Name in keyof Found]: Lookup<Name> } = {
  application(world, id) {
    if (id === world.application.id) return id;
    return { missing: world.users.get(id)?.bot ? 'notYourApplication' : 'unknownApplication' }; // a bot has its id
  },
  guild(world, id, { application }) {
    const guild = world.guilds.get(id);
    if (!guild) return { missing: application ? 'missingAccess' : 'unknownGuild' };
    return guild.unavailable ? { missing: 'outage' } : guild;
  },
  channel(world, id) {
    const channel = world.channels.get(id);
    if (!channel) return { missing: 'unknownChannel' };
    if (guildOf(world, channel)?.unavailable) return { missing: 'outage' };
    return isVisible(world, channel) ? channel : { missing: 'missingAccess' };
  },
  message: (_, id, { channel }) => channel?.messages.get(id) ?? { missing: 'unknownMessage' },
  member: (world, id, { guild }) =>
    guild?.members.get(id) ?? { missing: world.users.has(id) ? 'unknownMember' : 'unknownUser' },
  role: (_, id, { guild }) => guild?.roles.get(id) ?? { missing: 'unknownRole' },
  rule: (_, id, { guild }) => guild?.autoModRules.get(id) ?? { missing: 'notFound' }, // without a code of its own
  user: (world, id) => world.users.get(id) ?? { missing: 'unknownUser' },
  emoji: (world, text) => emojiIn(world, text),
  command: (world, id, { guild }) =>
    commandIn(world, guild?.id ?? 'global', id) ?? { missing: 'unknownCommand' },
  interaction: (world, id) => world.interactions.get(id) ?? { missing: 'unknownInteraction' },
  webhook: (world, id) => webhookOf(world, id),
  answered: (world, token, { webhook }) => answeredWith(world, token, webhook),
};
const wholeEmoji = '^\\p{RGI_Emoji}$'; // sequences included
const oneEmoji = new RegExp(wholeEmoji, 'v'); // no literal: the compiler's target does not know the flag yet
const free = new Set(['emoji', 'answered']); // the parts that are no ids

/** Looks everything up that the path names, from left to right; the first thing missing is the answer. */
export function resolve(world: World, params: [name: string, value: string][]): Partial<Found> | Reply {
  const found: Partial<Found> = {};
  for (const [name, value] of params) {
    if (name === 'token') {
      const problem = wrongToken(world, found.interaction, value);
      if (problem) return refuse(problem);
    }
    if (!isName(name)) continue;
    if (!free.has(name) && !isId(value)) return notAnId(`${name}_id`, value);
    const result = lookups[name](world, value, found);
    if (isMissing(result)) return refuse(result.missing);
    Object.assign(found, { [name]: result });
  }
  return found;
}

function isMissing(result: Found[keyof Found] | Missing): result is Missing {
  return typeof result === 'object' && 'missing' in result;
}

function isName(name: string): name is keyof Found {
  return Object.hasOwn(lookups, name);
}

function isVisible(world: World, channel: Channel): boolean {
  return (bitsIn(world, channel, world.bot.id) & PermissionFlagsBits.ViewChannel) !== 0n;
}

function wrongToken(world: World, interaction: Interaction | undefined, token: string): ErrorName | null {
  if (!interaction || interaction.token !== token) return 'unknownInteraction';
  if (interaction.answer.is === 'given') return null; // the handler says that it was answered already
  return world.now() - interaction.createdAt > answerWithin ? 'unknownInteraction' : null;
}

function webhookOf(world: World, id: string): WebhookOwner | Missing {
  if (id === world.application.id) return { is: 'application' };
  const webhook = world.webhooks.get(id);
  const channel = world.channels.get(webhook?.channelId ?? '');
  return webhook && channel ? { is: 'incoming', webhook, channel } : { missing: 'unknownWebhook' };
}

function answeredWith(world: World, token: string, owner: WebhookOwner | undefined): Answered | Missing {
  if (owner?.is === 'incoming') return owner.webhook.token === token ? owner : { missing: 'invalidToken' };
  const interaction = world.tokens.get(token);
  if (!interaction || interaction.answer.is === 'none') return { missing: 'unknownWebhook' };
  return world.now() - interaction.createdAt > interactionLife
    ? { missing: 'invalidToken' }
    : { is: 'interaction', interaction };
}

function emojiIn(world: World, text: string): APIPartialEmoji | Missing {
  const custom = /^(?:a:)?(\w{2,32}):(\d+)$/.exec(text);
  if (custom) return customEmoji(world, custom[2] ?? '');
  return oneEmoji.test(text) || oneEmoji.test(`${text}\ufe0f`) // the selector may be left out, as in ❤
    ? { id: null, name: text }
    : { missing: 'unknownEmoji' };
}

/** Guilds that nobody has looked into have none. */
function customEmoji(world: World, id: string): APIPartialEmoji | Missing {
  for (const guild of world.guilds.kept()) {
    const emoji = guild.emojis.get(id);
    if (emoji) return { id, name: emoji.name, animated: emoji.animated ?? false };
  }
  return { missing: 'unknownEmoji' };
}
