import { ButtonStyle, ComponentType as Type } from 'discord-api-types/v10';
import type { Message } from '../world/types.ts';
import { type Html, html } from './html.ts';
import { hiddenPlace, type Place } from './place.ts';

interface Component {
  type: number;
  style?: number;
  label?: string;
  emoji?: { name?: string | null };
  custom_id?: string;
  url?: string;
  disabled?: boolean;
  content?: string;
  placeholder?: string;
  min_values?: number;
  max_values?: number;
  options?: { value: string; label: string; default?: boolean }[];
  components?: unknown[];
}

/** Buttons and selects as forms, wherever they sit in the message. */
export function components(place: Place, message: Message, parts: readonly unknown[]): Html[] {
  return parts.map((part) => {
    const component: Component = Object(part);
    const render = byType[component.type];
    if (render) return render(place, message, component);
    const inside = components(place, message, component.components ?? []);
    return inside.length > 0
      ? html`<div class="row">${inside}</div>`
      : html`<em>(a part that this page cannot show)</em>`;
  });
}

type Render = (place: Place, message: Message, component: Component) => Html;

const byType: Partial<Record<number, Render>> = {
  [Type.Button]: button,
  [Type.StringSelect]: select,
  [Type.TextDisplay]: (_, __, { content }) => html`<p class="text">${content}</p>`,
};

function button(place: Place, message: Message, component: Component): Html {
  const { style = ButtonStyle.Secondary, label, emoji, custom_id, url, disabled } = component;
  const face = [emoji?.name, label].filter(Boolean).join(' ') || '…';
  if (url !== undefined)
    return /^https?:/i.test(url)
      ? html`<a class="button" href="${url}" rel="noreferrer" target="_blank">${face}</a>`
      : html`<span>${face}</span>`;
  return html`<form method="post" action="/click">${origin(place, message, custom_id)}
<button class="style-${style}"${disabled && html` disabled`}>${face}</button></form>`;
}

function select(place: Place, message: Message, component: Component): Html {
  const {
    options = [],
    max_values: most = 1,
    min_values: least = 1,
    custom_id,
    disabled,
    placeholder,
  } = component;
  const attributes = [most > 1 && html` multiple`, least > 0 && html` required`, disabled && html` disabled`];
  return html`<form method="post" action="/click">${origin(place, message, custom_id)}
<select name="values" aria-label="${placeholder ?? 'Choose'}"${attributes}>${options.map(
    (option) =>
      html`<option value="${option.value}"${option.default && html` selected`}>${option.label}</option>`,
  )}</select>
<button${disabled && html` disabled`}>Choose</button></form>`;
}

function origin(place: Place, message: Message, customId: string | undefined): Html {
  return html`${hiddenPlace(place)}<input type="hidden" name="message" value="${message.id}"><input type="hidden" name="customId" value="${customId}">`;
}
