import type { Dispatch } from '../live.ts';
import { allIntents } from './intents.ts';
import { type Session, seesContent } from './session.ts';

const wordless = { content: '', embeds: [], attachments: [], components: [], poll: undefined };
/** What takes the place of content, by type of event. */
const hidden: Record<string, object> = {
  MESSAGE_CREATE: wordless,
  MESSAGE_UPDATE: wordless,
  AUTO_MODERATION_ACTION_EXECUTION: { content: '', matched_content: '' },
};

export type Encoding = (session: Pick<Session, 'intents'>) => string;

/** Encodes the data once per variant, however many sessions get it. */
export function createEncoding(dispatch: Dispatch, botId: string): Encoding {
  let full: string | undefined;
  let bare: string | undefined;
  const mayHide = dispatch.guild !== null && isForeign(dispatch, botId);
  return (session) => {
    if (mayHide && !seesContent(session)) {
      bare ??= JSON.stringify({ ...Object(dispatch.data), ...hidden[dispatch.type] });
      return bare;
    }
    full ??= JSON.stringify(dispatch.data);
    return full;
  };
}

/** Its content needs the intent: neither the bot's own message, nor one that mentions it. */
function isForeign({ type, data }: Dispatch, botId: string): boolean {
  if (!hidden[type]) return false;
  const message: { author?: { id: string }; mentions?: { id: string }[] } = Object(data);
  return message.author?.id !== botId && !message.mentions?.some((user) => user.id === botId);
}

/** Both variants as they are now, for a dispatch that goes out later. */
export function freeze(encoding: Encoding): void {
  encoding({ intents: 0 });
  encoding({ intents: allIntents });
}
