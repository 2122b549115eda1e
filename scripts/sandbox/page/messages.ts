import { type APIEmbed, MessageFlags } from 'discord-api-types/v10';
import { timeOf } from '../snowflakes.ts';
import type { Interaction, Message, World } from '../world/types.ts';
import { components } from './components.ts';
import { type Html, html } from './html.ts';
import { nameOf, type Place } from './place.ts';
import { moment, words } from './words.ts';

const shown = 30; // the newest messages of the channel
const answerWithin = 3_000; // then Discord's client says that nobody answered

/** What the member sees in the channel, newest first. */
export function timeline(world: World, place: Place): Html[] {
  const { channel, member } = place;
  const own = [...world.interactions.values()].filter(
    (one) => one.userId === member.user.id && one.channelId === channel?.id,
  );
  const answers = own.flatMap(({ original, followUps }) => [original, ...followUps]);
  const whispered = answers.filter((m): m is Message => m?.ephemeralFor === member.user.id);
  const entries = [
    ...[...(channel?.messages.values() ?? [])]
      .slice(-shown)
      .map((m) => [m.id, message(world, place, m)] as const),
    ...new Map(whispered.map((m) => [m.id, message(world, place, m)])),
    ...own.flatMap((one) => notes(world, one)),
  ];
  return entries
    .sort(([a], [b]) => (BigInt(a) < BigInt(b) ? 1 : -1))
    .slice(0, shown)
    .map(([, entry]) => entry);
}

function notes(world: World, { id, name, answer, modal, createdAt }: Interaction): [string, Html][] {
  if (modal)
    return [
      [
        id,
        html`<li class="private">The bot answered ${name} with the form “${modal.title}”, which this page cannot fill in.</li>`,
      ],
    ];
  const missed = answer.is === 'none' && world.now() - createdAt >= answerWithin;
  return missed ? [[id, html`<li class="private">The application did not respond to ${name}.</li>`]] : [];
}

function message(world: World, place: Place, message: Message): Html {
  const { guild } = place;
  const flags = message.flags ?? 0;
  const author = guild.members.get(message.author.id);
  const thinking = (flags & MessageFlags.Loading) !== 0;
  const began = message.interaction_metadata;
  const starter = began && world.interactions.get(began.id);
  return html`<li${message.ephemeralFor && html` class="private"`}>
${began && html`<p class="aside">${began.user.global_name ?? began.user.username} used ${starter ? `/${starter.name}` : 'a command'}</p>`}
<p class="author"><b>${author ? nameOf(author) : (message.author.global_name ?? message.author.username)}</b>
${message.author.bot && html`<span class="badge">bot</span>`} <time>${moment(timeOf(message.id))}</time>
${message.edited_timestamp && html`<small>(edited)</small>`}</p>
${thinking ? html`<p><em>is thinking …</em></p>` : html`<p class="text">${words(world, guild, message.content)}</p>`}
${message.attachments.map(({ filename }) => html`<p>📎 ${filename}</p>`)}
${message.embeds.map((one) => embed(world, place, one))}
${components(place, message, message.components ?? [])}
${message.reactions.length > 0 && html`<p>${message.reactions.map(({ emoji, users }) => html`<span class="reaction">${emoji.id ? `:${emoji.name}:` : emoji.name} ${users.length}</span> `)}</p>`}
${message.ephemeralFor && html`<p class="aside">Only ${nameOf(place.member)} can see this.</p>`}
</li>`;
}

function embed(
  world: World,
  { guild }: Place,
  { title, description, fields, footer, color, author }: APIEmbed,
): Html {
  const text = (value: string | undefined) => value && words(world, guild, value);
  const edge =
    color === undefined ? null : html` style="border-color: #${color.toString(16).padStart(6, '0')}"`;
  return html`<blockquote${edge}>
${author && html`<p class="aside">${author.name}</p>`}
${title && html`<p><b>${text(title)}</b></p>`}
${description && html`<p class="text">${text(description)}</p>`}
${fields?.length && html`<dl>${fields.map(({ name, value }) => html`<div><dt>${text(name)}</dt><dd class="text">${text(value)}</dd></div>`)}</dl>`}
${footer && html`<p class="aside">${footer.text}</p>`}
</blockquote>`;
}
