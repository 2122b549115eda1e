import { bytes } from '../bytes/commands.ts';
import { config } from '../config/commands.ts';
import { sync } from '../sync/command.ts';
import type { Command } from './command.ts';

/** Every slash command of the bot: what is registered with Discord and what is answered. */
export const registry: readonly Command[] = [bytes, config, sync];
