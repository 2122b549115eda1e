import { InteractionContextType } from 'discord-api-types/v10';
import { described } from '../interactions/localise.ts';
import { commandTexts } from './command-texts.ts';

/** What all commands state. `permission`: whom Discord offers it; null stands for everybody. */
export function about(name: keyof ReturnType<typeof commandTexts>['commands'], permission: bigint | null) {
  return {
    name,
    ...described(commandTexts, ({ commands }) => commands[name]),
    default_member_permissions: permission === null ? null : permission.toString(),
    contexts: [InteractionContextType.Guild],
  } as const;
}
