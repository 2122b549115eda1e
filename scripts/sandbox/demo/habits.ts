import type { Sandbox } from '../sandbox.ts';
import type { Channel, Guild, Member, World } from '../world/types.ts';
import type { Chance } from './chance.ts';
import { emojis, lines } from './lines.ts';

type Act = (sandbox: Sandbox, chance: Chance) => void;
interface Habit {
  weight: number;
  act: Act;
}

/** What members do, and how often against each other. */
export const habits: [Habit, ...Habit[]] = [
  { weight: 100, act: talk },
  { weight: 12, act: react },
  { weight: 4, act: readBytes },
  { weight: 2, act: join },
  { weight: 1, act: leave },
];

function talk(sandbox: Sandbox, chance: Chance): void {
  const guild = anyGuild(sandbox.world, chance);
  const author = guild && anyone(guild, chance);
  if (!guild || !author) return;
  const content = chance.of(lines[guild.locale === 'de' ? 'de' : 'en']);
  const channel = chance.of([...guild.channels.keys()]);
  sandbox.message({ guild: guild.id, channel, author: author.user.id, content });
}

function react(sandbox: Sandbox, chance: Chance): void {
  const guild = anyGuild(sandbox.world, chance);
  const user = guild && anyone(guild, chance);
  const channel: Channel | undefined = guild && chance.of([...guild.channels.values()]);
  const message = channel && [...channel.messages.values()].at(-1);
  const emoji = chance.of(emojis);
  if (user && message && emoji) sandbox.react({ message, user: user.user.id, emoji });
}

/** Only once the bot has registered the command. */
function readBytes(sandbox: Sandbox, chance: Chance): void {
  const guild = anyGuild(sandbox.world, chance);
  const user = guild && anyone(guild, chance);
  if (!guild || !user || !hasBytes(sandbox.world, guild) || sandbox.sessions.sockets === 0) return;
  sandbox.slash({
    guild: guild.id,
    user: user.user.id,
    name: 'bytes',
    subcommand: 'read',
    locale: guild.locale,
  });
}

function join(sandbox: Sandbox, chance: Chance): void {
  const guild = anyGuild(sandbox.world, chance);
  if (!guild) return;
  const outside = [...sandbox.world.users.values()].filter(
    (user) => !user.bot && !guild.members.has(user.id),
  );
  const user = chance.of(outside);
  if (user && !guild.bans.has(user.id)) sandbox.join(guild.id, user.id);
}

function leave(sandbox: Sandbox, chance: Chance): void {
  const guild = anyGuild(sandbox.world, chance);
  const member = guild && anyone(guild, chance);
  if (guild && member && member.user.id !== guild.ownerId) sandbox.leave(guild.id, member.user.id);
}

function anyGuild({ guilds }: World, chance: Chance): Guild | undefined {
  return guilds.get(guilds.idAt(chance.next()) ?? '');
}

/** People; squared, so that some talk more than others. */
function anyone({ members }: Guild, chance: Chance): Member | undefined {
  for (let tries = 0; tries < 20; tries += 1) {
    const member = members.get(members.idAt(chance.next() ** 2) ?? '');
    if (member && !member.user.bot) return member;
  }
  return undefined;
}

function hasBytes(world: World, guild: Guild): boolean {
  const commands = [...(world.commands.get(guild.id) ?? []), ...(world.commands.get('global') ?? [])];
  return commands.some(
    ({ name, options }) => name === 'bytes' && options?.some((option) => option.name === 'read'),
  );
}
