import { startSandbox } from '../sandbox/index.ts';

/**
 * The sandbox with one large guild, a process of its own. Most members have roles and some a nickname, as in a real
 * guild, where generated ones have neither. Says `ready` with its address and the guild.
 */
const members = Number(process.argv[2]);
const roleNames = Array.from({ length: 30 }, (_, n) => `Role ${n}`);
const world = {
  guilds: [
    { name: 'Bench', roles: roleNames.map((name) => ({ name })), generatedMembers: members - 2 }, // ada, the bot
  ],
};
const sandbox = await startSandbox({ world, identifyEvery: 1, globalLimit: 0 });
const [guild] = sandbox.world.guilds.values();
if (!guild) throw new Error('the sandbox has no guild');
const roles = [...guild.roles.values()].filter(({ name }) => roleNames.includes(name));
let number = 0;
for (const id of guild.members.keys()) {
  const member = guild.members.get(id);
  if (!member || id === sandbox.botId) continue;
  member.roles.push(
    ...[1, 7, 13]
      .slice(number % 4 === 0 ? 3 : 0)
      .map((step) => roles[(number * step) % roles.length]?.id ?? ''),
  );
  member.roles = [...new Set(member.roles)];
  if (number % 5 === 0) member.nick = `Nick of ${number}`;
  number += 1;
}
process.on('disconnect', () => process.exit());
process.send?.({ is: 'ready', api: sandbox.api, token: sandbox.token, guild: guild.id });
