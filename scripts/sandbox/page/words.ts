import type { Guild, World } from '../world/types.ts';
import { type Html, html } from './html.ts';
import { nameOf } from './place.ts';

const special =
  /<@!?(?<user>\d+)>|<@&(?<role>\d+)>|<#(?<channel>\d+)>|<a?:(?<emoji>\w+):\d+>|<t:(?<time>\d{1,12})(?::\w)?>|\*\*(?<bold>.+?)\*\*|`(?<code>[^`]+)`/g;

/** Mentions, times, bold and code as one reads them on Discord; other Markdown stays as it was typed. */
export function words(world: World, guild: Guild, text: string): Html[] {
  const parts: Html[] = [];
  let from = 0;
  for (const match of text.matchAll(special)) {
    parts.push(html`${text.slice(from, match.index)}${readable(world, guild, match.groups ?? {})}`);
    from = match.index + match[0].length;
  }
  return [...parts, html`${text.slice(from)}`];
}

function readable(world: World, guild: Guild, found: Record<string, string | undefined>): Html {
  const { user, role, channel, emoji, time, bold, code } = found;
  if (user) return html`<span class="mention">@${nameById(world, guild, user)}</span>`;
  if (role) return html`<span class="mention">@${guild.roles.get(role)?.name ?? 'unknown role'}</span>`;
  if (channel) return html`<span class="mention">#${world.channels.get(channel)?.name ?? 'unknown'}</span>`;
  if (emoji) return html`:${emoji}:`;
  if (time) return html`<time>${moment(Number(time) * 1_000)}</time>`;
  return bold ? html`<b>${words(world, guild, bold)}</b>` : html`<code>${code}</code>`;
}

function nameById(world: World, guild: Guild, id: string): string {
  const member = guild.members.get(id);
  return member ? nameOf(member) : (world.users.get(id)?.username ?? 'unknown user');
}

/** Minutes, UTC. */
export function moment(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? 'some time'
    : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
