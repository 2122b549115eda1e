import { type APIApplicationCommand, ApplicationCommandType } from 'discord-api-types/v10';
import type { World } from '../world/types.ts';
import { fullCommand, mergedCommand, type WantedCommand } from './wanted-command.ts';

// Discord's documentation, "Registering a Command"
const mostOfType: Record<number, number> = {
  [ApplicationCommandType.ChatInput]: 100,
  [ApplicationCommandType.User]: 15,
  [ApplicationCommandType.Message]: 15,
};
const createsPerDay = 200; // in each scope
const day = 86_400_000;

export type Refused = { is: 'full'; type: ApplicationCommandType } | { is: 'exhausted' } | { is: 'taken' };

export function commandsIn(world: World, scope: string): APIApplicationCommand[] {
  return world.commands.get(scope) ?? [];
}

export function commandIn(world: World, scope: string, id: string): APIApplicationCommand | undefined {
  return commandsIn(world, scope).find((command) => command.id === id);
}

/** `scope`: `global` or a guild's id. One of the same name and type is overwritten, and keeps its id. */
export function putCommand(
  world: World,
  scope: string,
  wanted: WantedCommand,
): { is: 'put'; command: APIApplicationCommand; isNew: boolean } | Refused {
  const all = commandsIn(world, scope);
  const known = sameAs(all, wanted);
  const command = fullCommand(world, scope, wanted, known);
  const after = known ? all.map((one) => (one === known ? command : one)) : [...all, command];
  const refused = overLimit(after) ?? (known ? null : countCreates(world, scope, 1));
  if (refused) return refused;
  world.commands.set(scope, after);
  return { is: 'put', command, isNew: !known };
}

/** Replaces all of the scope. */
export function overwriteCommands(
  world: World,
  scope: string,
  wanted: WantedCommand[],
): { is: 'overwritten'; commands: APIApplicationCommand[] } | Refused {
  const before = commandsIn(world, scope);
  const claimed = new Set(wanted.map(({ id }) => id));
  const unclaimed = before.filter(({ id }) => !claimed.has(id));
  const pairs = wanted.map((command) => ({
    command,
    known: before.find(({ id }) => id === command.id) ?? sameAs(unclaimed, command),
  }));
  const commands = pairs.map(({ command, known }) => fullCommand(world, scope, command, known));
  const fresh = pairs.filter(({ known }) => !known).length;
  const refused = overLimit(commands) ?? countCreates(world, scope, fresh);
  if (refused) return refused;
  for (const old of before) if (!commands.some((one) => isSame(one, old))) forgetPermissions(world, old);
  world.commands.set(scope, commands);
  return { is: 'overwritten', commands };
}

/** Renaming it deletes its permissions. */
export function editCommand(
  world: World,
  scope: string,
  command: APIApplicationCommand,
  change: Partial<WantedCommand>,
): { is: 'edited'; command: APIApplicationCommand } | Refused {
  const all = commandsIn(world, scope);
  const edited = fullCommand(world, scope, mergedCommand(command, change), command);
  if (all.some((one) => one !== command && isTwin(one, edited))) return { is: 'taken' };
  if (edited.name !== command.name) forgetPermissions(world, command);
  world.commands.set(
    scope,
    all.map((one) => (one === command ? edited : one)),
  );
  return { is: 'edited', command: edited };
}

/** Its permissions go with it. */
export function removeCommand(world: World, scope: string, command: APIApplicationCommand): void {
  const rest = commandsIn(world, scope).filter((one) => one !== command);
  world.commands.set(scope, rest);
  forgetPermissions(world, command);
}

function sameAs(commands: APIApplicationCommand[], { name, type }: WantedCommand) {
  return commands.find((one) => isTwin(one, { name, type: type ?? ApplicationCommandType.ChatInput }));
}

type Named = Pick<APIApplicationCommand, 'name' | 'type'>;

function isTwin(a: Named, b: Named): boolean {
  return a.name === b.name && a.type === b.type;
}

function isSame(a: APIApplicationCommand, b: APIApplicationCommand): boolean {
  return a.id === b.id && a.name === b.name;
}

function overLimit(commands: APIApplicationCommand[]): Refused | null {
  for (const [type, most] of Object.entries(mostOfType)) {
    const count = commands.filter((command) => command.type === Number(type)).length;
    if (count > most) return { is: 'full', type: Number(type) };
  }
  return null;
}

/** Takes that many of the day's creates; none where they do not suffice. */
function countCreates(world: World, scope: string, count: number): Refused | null {
  const recent = (world.commandCreates.get(scope) ?? []).filter((at) => world.now() - at < day);
  if (recent.length + count > createsPerDay) return { is: 'exhausted' };
  world.commandCreates.set(scope, [...recent, ...Array<number>(count).fill(world.now())]);
  return null;
}

function forgetPermissions(world: World, { id }: APIApplicationCommand): void {
  for (const permissions of world.commandPermissions.values()) permissions.delete(id);
}
