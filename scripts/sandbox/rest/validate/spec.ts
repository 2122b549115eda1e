import { z } from 'zod';

/** Discord's own schema of that name, from its OpenAPI document. */
export type DiscordSchemas = (name: string) => z.core.$ZodType;

/** Loaded when a sandbox starts: the package is large, and for `import` only. */
export async function loadDiscordSchemas(): Promise<DiscordSchemas> {
  const named: Record<string, unknown> = await import('discord-api-spec/zod');
  return (name) => {
    const schema = named[`${name}Schema`];
    if (!(schema instanceof z.core.$ZodType))
      throw new Error(`Discord's specification has no schema ${name}`);
    return schema;
  };
}

export const Snowflake = z.string().regex(/^(0|[1-9]\d{0,19})$/);
