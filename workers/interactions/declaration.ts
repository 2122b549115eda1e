import {
  type APIApplicationCommandBooleanOption,
  type APIApplicationCommandChannelOption,
  type APIApplicationCommandIntegerOption,
  type APIApplicationCommandRoleOption,
  type APIApplicationCommandStringOption,
  type APIApplicationCommandSubcommandOption,
  type APIApplicationCommandUserOption,
  ApplicationCommandType,
  type InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord-api-types/v10';

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
/** An option that people fill in. */
export type OptionJson = Frozen<
  | APIApplicationCommandStringOption
  | APIApplicationCommandIntegerOption
  | APIApplicationCommandBooleanOption
  | APIApplicationCommandUserOption
  | APIApplicationCommandRoleOption
  | APIApplicationCommandChannelOption
>;

export type SubcommandJson = Frozen<Omit<APIApplicationCommandSubcommandOption, 'options'>> & {
  readonly options?: readonly OptionJson[];
};

/** What Discord leaves open but the product wants stated: who may use it, and where. */
interface Stated {
  readonly default_member_permissions: string | null;
  readonly contexts: readonly [InteractionContextType.Guild];
}

/** Discord's own JSON. */
export type CommandJson = Frozen<Omit<RESTPostAPIChatInputApplicationCommandsJSONBody, 'options'>> &
  Stated & { readonly options?: readonly OptionJson[] | readonly SubcommandJson[] };

/** The same of an entry in the menu of a user or message. */
export type MenuJson = Frozen<RESTPostAPIContextMenuApplicationCommandsJSONBody> & Stated;

/** Names are unique among commands of the same type only (Discord documentation, "Application Commands"). */
export function typeOf({ type = ApplicationCommandType.ChatInput }: CommandJson | MenuJson): number {
  return type;
}
