import type { World } from '../world/types.ts';
import { commandForms } from './command-forms.ts';
import { Html, html } from './html.ts';
import { timeline } from './messages.ts';
import { addressOf, channelsOf, hiddenPlace, idsOf, nameOf, type Place, peopleOf, placeOf } from './place.ts';
import { style } from './style.ts';

/** What went wrong with the last order, and what was typed then. */
export interface Notice {
  problem: string;
  typed: string;
}

/** The whole page, as the chosen member sees it; it works without scripts. */
export function page(world: World, wanted: URLSearchParams, notice: Notice | null = null): string {
  const place = placeOf(world, wanted);
  const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox – not Discord</title>
<style>${new Html(style)}</style>
</head>
<body>
<header>
<h1>Sandbox</h1>
<p><strong>This is not Discord.</strong> It is a stand-in on this machine, with invented guilds and members,
for trying the bot without an application of its own. Nothing here leaves this machine.</p>
${notice && html`<p class="notice" role="alert">That did not work: ${notice.problem}.</p>`}
</header>
${place ? columns(world, place, notice?.typed ?? '') : html`<p>There is no guild with people in it.</p>`}
</body>
</html>
`;
  return whole.text;
}

function columns(world: World, place: Place, typed: string): Html {
  const { channel, member } = place;
  return html`<div class="columns">
${choices(world, place)}
<main><section>
<div class="head"><h2>${channel ? `#${channel.name}` : 'No channel'}</h2><a href="${addressOf(idsOf(place))}">Refresh</a></div>
${channel ? composer(place, typed) : html`<p>${nameOf(member)} sees no channel of ${place.guild.name}.</p>`}
<ol aria-label="Messages, newest first">${timeline(world, place)}</ol>
</section></main>
<aside><h2>Slash commands, as ${nameOf(member)}</h2>${channel && commandForms(world, place)}</aside>
</div>`;
}

function choices(world: World, place: Place): Html {
  const { guild, member, channel } = place;
  const ids = idsOf(place);
  const current = (is: boolean) => is && html` aria-current="true"`;
  return html`<nav aria-label="Where and who">
<h2>Guild</h2><ul>${[...world.guilds.values()].map(
    ({ id, name }) =>
      html`<li><a href="${addressOf({ guild: id, member: ids.member })}"${current(id === guild.id)}>${name}</a></li>`,
  )}</ul>
<h2>Channel</h2><ul>${channelsOf(world, guild, member).map(
    ({ id, name }) =>
      html`<li><a href="${addressOf({ ...ids, channel: id })}"${current(id === channel?.id)}>#${name}</a></li>`,
  )}</ul>
<form method="get" action="/">
<input type="hidden" name="guild" value="${guild.id}"><input type="hidden" name="channel" value="${ids.channel}">
<label><span>Act as</span><select name="member">${peopleOf(guild).map(
    (one) => html`<option value="${one.user.id}"${one === member && html` selected`}>${nameOf(one)}</option>`,
  )}</select></label><button>Be this member</button></form>
</nav>`;
}

function composer(place: Place, typed: string): Html {
  return html`<form method="post" action="/say">${hiddenPlace(place)}
<label><span>Message as ${nameOf(place.member)}</span><textarea name="content" required maxlength="4000">${typed}</textarea></label>
<p><button>Send</button></p></form>`;
}
