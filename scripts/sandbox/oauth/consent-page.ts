import { type APIUser, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Guild, World } from '../world/types.ts';
import type { Authorization } from './authorization.ts';
import { Html, html } from './html.ts';
import { manageableOf, peopleOf } from './people.ts';
import { scopes } from './scopes.ts';
import { style } from './style.ts';

/** Asks whom to be, and whether the application may have what it asks for. Both forms carry the whole query on. */
export function consentPage(
  world: World,
  query: URLSearchParams,
  authorization: Authorization,
  user: APIUser,
  problem: string | null,
): string {
  const { application } = world;
  return frame(html`<h1>${application.name} wants access to an account</h1>
${problem !== null && html`<p role="alert">${problem}</p>`}
<form method="get" action="/oauth2/authorize">${carried(query, ['as'])}
<label>You are <input name="as" list="people" value="${user.username}" autocomplete="off" required></label>
<datalist id="people">${peopleOf(world).map(person)}</datalist><button>Be this person</button></form>
<form method="post" action="/oauth2/authorize">${carried(query, ['as', ...chosenOn(authorization)])}
<input type="hidden" name="as" value="${user.id}">
<p>This lets ${application.name}, for ${nameOf(user)}:</p>
<ul>${authorization.scopes.map((scope) => html`<li>${scopes[scope]} <small>${scope}</small></li>`)}</ul>
${botPart(world, authorization, user)}
<p><button name="answer" value="allow">Authorize</button> <button name="answer" value="cancel">Cancel</button></p></form>`);
}

/** What is only told. */
export function noticePage(title: string, sentence: string): string {
  return frame(html`<h1>${title}</h1><p>${sentence}</p>`);
}

function frame(body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox – not Discord</title><style>${new Html(style)}</style></head>
<body><main><p><strong>This is not Discord</strong>, but a stand-in on this machine.</p>
${body}</main></body></html>
`.text;
}

function chosenOn({ bot }: Authorization): string[] {
  return bot && !bot.isFixed ? ['guild_id'] : [];
}

function carried(query: URLSearchParams, without: string[]): Html[] {
  return [...query]
    .filter(([name]) => !without.includes(name))
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
}

function person(user: APIUser): Html {
  return html`<option value="${user.username}">${nameOf(user)}</option>`;
}

function nameOf(user: APIUser): string {
  return user.global_name ?? user.username;
}

function botPart(world: World, { bot }: Authorization, user: APIUser): Html | null {
  if (!bot) return null;
  const guilds = manageableOf(world, user.id);
  const names = Object.entries(PermissionFlagsBits).filter(([, bit]) => (bot.permissions & bit) !== 0n);
  return html`${guilds.length === 0 ? none : bot.isFixed ? null : choice(guilds, bot.guildId)}
${names.length > 0 && html`<p>The bot gets a role that may:</p><ul>${names.map(([name]) => html`<li>${words(name)}</li>`)}</ul>`}`;
}

const none = html`<p role="alert">This person manages no server that the bot is not in yet.</p>`;

function choice(guilds: Guild[], chosen: string | null): Html {
  const options = guilds.map(
    ({ id, name }) => html`<option value="${id}"${id === chosen && html` selected`}>${name}</option>`,
  );
  return html`<label>Add to server <select name="guild_id">${options}</select></label>`;
}

/** `ManageMessages` as `Manage Messages`. */
function words(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
}
