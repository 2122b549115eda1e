import { expect } from 'chai';
import { z } from 'zod';
import { registry } from './registry.ts';

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

describe('the registered commands', () => {
  for (const { json } of registry)
    it(`/${json.name} keeps Discord's limits and is complete in German`, () => {
      expect(Option.safeParse(json).error).to.equal(undefined);
    });

  it('have names of their own', () => {
    const names = registry.map(({ json }) => json.name);
    expect(new Set(names)).to.have.lengthOf(names.length);
  });
});
