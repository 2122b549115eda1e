import {
  type APIApplicationCommandBasicOption as Option,
  ApplicationCommandOptionType as Type,
} from 'discord-api-types/v10';
import type { Guild, World } from '../world/types.ts';
import { type Runnable, runnablesOf } from './commands.ts';
import { type Html, html } from './html.ts';
import { channelsOf, hiddenPlace, nameOf, type Place, peopleOf } from './place.ts';

/** A form for each command; people are chosen by user name, from one list for all forms. */
export function commandForms(world: World, place: Place): Html {
  const runnables = runnablesOf(world, place.guild);
  if (runnables.length === 0)
    return html`<p>The bot has not registered any commands yet. Once it runs, refresh this page.</p>`;
  return html`${runnables.map((runnable) => form(world, place, runnable))}${people(place.guild)}`;
}

function form(world: World, place: Place, { name, subcommand, description, options }: Runnable): Html {
  return html`<details name="command"><summary><b>/${name} ${subcommand}</b> <small>${description}</small></summary>
<form method="post" action="/slash">${hiddenPlace(place)}
<input type="hidden" name="command" value="${name}"><input type="hidden" name="subcommand" value="${subcommand}">
${options.map((option) => field(world, place, option))}
<button>Run</button></form></details>`;
}

function field(world: World, place: Place, option: Option): Html {
  return html`<label><span>${option.name}${!option.required && html` <small>optional</small>`}</span>
${control(world, place, option)}<small>${option.description}</small></label>`;
}

function control(world: World, place: Place, option: Option): Html {
  const name = `option.${option.name}`;
  const required = option.required ? html` required` : null;
  if ('choices' in option && option.choices?.length)
    return select(
      name,
      option.choices.map((choice) => [String(choice.value), choice.name]),
      required,
    );
  switch (option.type) {
    case Type.Boolean:
      return select(
        name,
        [
          ['true', 'yes'],
          ['false', 'no'],
        ],
        required,
      );
    case Type.Role:
      return select(
        name,
        [...place.guild.roles.values()].map((role) => [role.id, role.name]),
        required,
      );
    case Type.Channel:
      return select(
        name,
        channelsOf(world, place.guild, place.member).map((c) => [c.id, `#${c.name}`]),
        required,
      );
    case Type.Integer:
    case Type.Number:
      return html`<input type="number" name="${name}"${limits('min', option.min_value)}${limits('max', option.max_value)} step="${option.type === Type.Integer ? '1' : 'any'}"${required}>`;
    case Type.User:
    case Type.Mentionable:
      return html`<input name="${name}" list="people" placeholder="user name" autocomplete="off"${required}>`;
    case Type.String:
      return html`<input name="${name}"${limits('minlength', option.min_length)}${limits('maxlength', option.max_length)} autocomplete="off"${required}>`;
    default:
      return html`<em>Files cannot be attached here.</em>`;
  }
}

function limits(attribute: string, limit: number | undefined): Html | null {
  return limit === undefined ? null : html` ${attribute}="${limit}"`;
}

function select(name: string, choices: [value: string, label: string][], required: Html | null): Html {
  return html`<select name="${name}"${required}><option value="">–</option>${choices.map(
    ([value, label]) => html`<option value="${value}">${label}</option>`,
  )}</select>`;
}

function people(guild: Guild): Html {
  const options = peopleOf(guild).map(
    (member) => html`<option value="${member.user.username}">${nameOf(member)}</option>`,
  );
  return html`<datalist id="people">${options}</datalist>`;
}
