import type { Channel, Guild, Message, World } from '../world/types.ts';

const shown = 12; // messages per guild

/** A plain look inside, without scripts. */
export function page(world: World): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox – not Discord</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
  .note { border-left: .3rem solid; padding-left: 1rem }
  li { overflow-wrap: anywhere }
</style>
<h1>Sandbox</h1>
<p class="note"><strong>This is not Discord.</strong> It is a stand-in on this machine, with invented guilds and members,
for trying the bot without an application of its own. Nothing here leaves this machine.</p>
${[...world.guilds.values()].map((guild) => section(guild)).join('\n')}
</html>
`;
}

function section(guild: Guild): string {
  const channels = [...guild.channels.values()];
  const messages = channels
    .flatMap((channel) =>
      [...channel.messages.values()].slice(-shown).map((message) => ({ channel, message })),
    )
    .sort((a, b) => (BigInt(a.message.id) < BigInt(b.message.id) ? 1 : -1))
    .slice(0, shown);
  return `<section>
<h2>${escaped(guild.name)}</h2>
<p>${guild.members.size} members; channels ${channels.map((channel) => `#${escaped(channel.name)}`).join(', ')}</p>
<ul>
${messages.map(line).join('\n') || '<li>Nobody has written anything yet.</li>'}
</ul>
</section>`;
}

function line({ channel, message }: { channel: Channel; message: Message }): string {
  const text = message.content || message.embeds[0]?.title || message.embeds[0]?.description || '…';
  const reactions = message.reactions.map(({ emoji, users }) => `${emoji.name} ${users.length}`).join(' ');
  return `<li><small>#${escaped(channel.name)}</small> <b>${escaped(message.author.global_name ?? message.author.username)}</b>: ${escaped(text)} <small>${escaped(reactions)}</small></li>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
