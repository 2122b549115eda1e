import { isDeepStrictEqual } from 'node:util';
import {
  type APIApplicationCommand,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord-api-types/v10';
import type { World } from '../world/types.ts';

/** A command of any type, as one asks for it. */
export interface WantedCommand extends Partial<Omit<APIApplicationCommand, 'default_member_permissions'>> {
  name: string;
  default_member_permissions?: string | number | bigint | null;
}

/** With Discord's defaults; the version changes only with the content. */
export function fullCommand(
  world: World,
  scope: string,
  wanted: WantedCommand,
  known: APIApplicationCommand | undefined,
): APIApplicationCommand {
  const permissions = wanted.default_member_permissions;
  const made: APIApplicationCommand = {
    id: known?.id ?? world.snowflakes.next(),
    application_id: world.application.id,
    version: known?.version ?? world.snowflakes.next(),
    type: wanted.type ?? ApplicationCommandType.ChatInput,
    name: wanted.name,
    name_localizations: wanted.name_localizations ?? null,
    description: wanted.description ?? '',
    description_localizations: wanted.description_localizations ?? null,
    ...(wanted.options?.length ? { options: wanted.options } : {}),
    default_member_permissions: permissions == null ? null : String(permissions),
    nsfw: wanted.nsfw ?? false,
    ...(scope === 'global' ? whereUsed(wanted) : { guild_id: scope }),
  };
  if (!known || isDeepStrictEqual(made, known)) return known ?? made;
  return { ...made, version: world.snowflakes.next() };
}

/** What the command would be asked for as a whole after the change. */
export function mergedCommand(
  { contexts, dm_permission, ...command }: APIApplicationCommand,
  change: Partial<WantedCommand>,
): WantedCommand {
  const where = change.dm_permission === undefined ? { contexts } : {};
  return { ...command, ...where, ...change };
}

/** Only global commands have contexts; `dm_permission` is their older form. */
function whereUsed({ contexts, integration_types, dm_permission }: WantedCommand) {
  const implied = dm_permission === false ? [InteractionContextType.Guild] : null;
  const where = contexts ?? implied;
  return {
    contexts: where,
    dm_permission: where?.includes(InteractionContextType.BotDM) ?? true,
    integration_types: integration_types ?? [ApplicationIntegrationType.GuildInstall],
  };
}
