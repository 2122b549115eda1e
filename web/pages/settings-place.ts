import { hasRole } from '../../shared/accounts/rules.ts';
import { AppError } from '../../shared/core/errors.ts';
import type { SettingsDefinition } from '../../shared/settings/definition.ts';
import { featureSettings } from '../../shared/settings/registry.ts';
import type { Guild } from '../../shared/sync/model.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { guildOf } from '../middleware/staff.ts';
import type { Posted } from './settings-form.ts';

/** Where in the settings a request is. */
export interface Place {
  guild: Guild;
  definition: SettingsDefinition;
  /** Of the feature's form. */
  path: string;
  /** May change them. */
  mayChange: boolean;
}

/** What the path names. Throws `not-found` for a feature that has no settings. */
export function placeOf(ctx: Context): Place {
  const guild = guildOf(ctx);
  const definition = featureSettings.find(({ feature }) => feature === ctx.params.feature);
  if (!definition) throw new AppError('not-found');
  const path = `/admin/guilds/${guild.id}/settings/${definition.feature}`;
  return { guild, definition, path, mayChange: mayChange(ctx) };
}

export function mayChange(ctx: Context): boolean {
  return hasRole(ctx.state.role ?? null, 'admin');
}

/** A version from a path or a form; undefined for what is none. */
export function versionOf(text: unknown): number | undefined {
  const version = typeof text === 'string' && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
  return version !== undefined && version < 2 ** 31 ? version : undefined;
}

/** The texts of a posted form. Long lists come from the parser as objects with numbers for keys. */
export function postedOf(ctx: Context): Posted {
  const posted: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(formOf(ctx))) {
    const texts = (typeof value === 'object' && value !== null ? Object.values(value) : [value]).filter(
      isText,
    );
    if (name !== '_csrf' && texts.length > 0) posted[name] = texts.length === 1 ? (texts[0] ?? '') : texts;
  }
  return posted;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
