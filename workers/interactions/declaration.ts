import type {
  APIApplicationCommandBooleanOption,
  APIApplicationCommandChannelOption,
  APIApplicationCommandIntegerOption,
  APIApplicationCommandRoleOption,
  APIApplicationCommandStringOption,
  APIApplicationCommandSubcommandOption,
  APIApplicationCommandUserOption,
  InteractionContextType,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
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

/** Discord's own JSON, with what Discord leaves open but the product wants stated: who may use it, and where. */
export type CommandJson = Frozen<Omit<RESTPostAPIChatInputApplicationCommandsJSONBody, 'options'>> & {
  readonly default_member_permissions: string | null;
  readonly contexts: readonly [InteractionContextType.Guild];
  readonly options?: readonly OptionJson[] | readonly SubcommandJson[];
};
