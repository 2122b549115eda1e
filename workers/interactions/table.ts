import type { Command } from './command.ts';
import type { Component } from './component.ts';

/** Everything that people can ask of the bot. */
export interface Table {
  /** Slash commands and entries of context menus: what is registered with Discord. */
  commands: readonly Command[];
  /** Buttons and selects, by the names in their custom ids. */
  components: readonly Component[];
  /** Forms, the same. */
  modals: readonly Component[];
}
