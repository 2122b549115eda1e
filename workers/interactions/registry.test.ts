import { expect } from 'chai';
import { ApplicationCommandType } from 'discord-api-types/v10';
import { z } from 'zod';
import { typeOf } from './declaration.ts';
import { registry } from './registry.ts';
import type { Table } from './table.ts';

/** Discord's limits on what is registered (documentation, "Application Commands"). */
const Name = z
  .string()
  .regex(/^[-_\p{L}\p{N}]{1,32}$/u)
  .refine((name) => name === name.toLowerCase());
const Description = z.string().min(1).max(100);
const Option = z.object({
  name: Name,
  name_localizations: z.record(z.string(), Name).optional(),
  description: Description,
  description_localizations: z.object({ de: Description }),
  get options() {
    return z.array(Option).max(25).optional();
  },
});
const Entry = z.string().trim().min(1).max(32);
const Menu = z.object({ name: Entry, name_localizations: z.object({ de: Entry }) });

const { commands, components, modals }: Table = registry;
const isTyped = (json: (typeof commands)[number]['json']) =>
  typeOf(json) === ApplicationCommandType.ChatInput;

describe('the registered commands', () => {
  for (const { json } of commands)
    it(`${json.name} keeps Discord's limits and is complete in German`, () => {
      expect((isTyped(json) ? Option : Menu).safeParse(json).error).to.equal(undefined);
    });

  for (const locale of ['en-US', 'de'] as const)
    it(`have names of their own among those of their type (${locale})`, () => {
      const names = commands.map(
        ({ json }) => `${typeOf(json)} ${json.name_localizations?.[locale] ?? json.name}`,
      );
      expect(new Set(names)).to.have.lengthOf(names.length);
    });
});

describe('the registered components and forms', () => {
  for (const [kind, list] of Object.entries({ components, modals }))
    it(`have names of their own: ${kind}`, () => {
      const names = list.map(({ name }) => name);
      expect(new Set(names)).to.have.lengthOf(names.length);
      for (const name of names) expect(name).to.match(/^[a-z][a-z0-9.-]{0,30}$/);
    });
});
