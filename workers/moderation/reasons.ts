import { cut } from '../../shared/core/plain-text.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { listTemplates, suggestTemplates } from '../../shared/moderation/templates.ts';
import type { Suggest } from '../interactions/suggest.ts';

const mostInChoice = 100; // characters of a choice's name, and of its value (Discord documentation, "Choice")

/** The guild's templates that fit what is typed. A text too long to be sent goes by its name. */
export const suggestReason: Suggest = async ({ guild, typed }, context) => {
  const templates = await suggestTemplates(context, guild, typed);
  return templates.map(({ name, text }) => ({
    name: cut(`${name}: ${text}`, mostInChoice),
    value: text.length <= mostInChoice ? text : name,
  }));
};

/** The reason that is meant: where it is the name of a template, that one's text. */
export async function readReason(
  { db }: { db: Knex },
  guild: Snowflake,
  typed: string | undefined,
): Promise<string> {
  const reason = typed?.trim() ?? '';
  if (reason === '') return '';
  const templates = await listTemplates({ db }, guild);
  return templates.find(({ name }) => name.toLowerCase() === reason.toLowerCase())?.text ?? reason;
}
