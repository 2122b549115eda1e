import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Answer } from './answer.ts';
import type { Replyable } from './reply.ts';
import { texts } from './texts.ts';

/** A command that was called, or a component that was pressed, with what must be known of it before it is run. */
export interface Question extends Replyable {
  /** Its name, for counters and logs: `bytes read`. */
  command: string;
  /** Who asks, and where. */
  user: Snowflake | undefined;
  guild: Snowflake | undefined;
  /** Of the one who asks. */
  locale: string | undefined;
  guildLocale: string | undefined;
  /** Whether what it shows is for the one who asked alone. */
  hidden: boolean;
  /** The message that the component sits on, where it is one: its answer may be an update of that. */
  on?: Snowflake;
  run(): Promise<Answer>;
}

/** In the language of whoever will see the answer. */
export function wordsFor({
  hidden,
  locale,
  guildLocale,
}: Pick<Question, 'hidden' | 'locale' | 'guildLocale'>) {
  return texts(hidden ? locale : guildLocale);
}
