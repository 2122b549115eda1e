import type { Dispatch } from '../live.ts';
import { type Session, seesContent } from './session.ts';

const hidden = { content: '', embeds: [], attachments: [], components: [] };

/** Encodes the data once per variant, however many sessions get it. */
export function createEncoding(dispatch: Dispatch, botId: string): (session: Session) => string {
  let full: string | undefined;
  let bare: string | undefined;
  const mayHide = dispatch.guild !== null && isForeignMessage(dispatch, botId);
  return (session) => {
    if (mayHide && !seesContent(session)) {
      bare ??= JSON.stringify({ ...Object(dispatch.data), ...hidden });
      return bare;
    }
    full ??= JSON.stringify(dispatch.data);
    return full;
  };
}

/** Messages whose content needs the intent: neither the bot's own, nor ones that mention it. */
function isForeignMessage({ type, data }: Dispatch, botId: string): boolean {
  if (type !== 'MESSAGE_CREATE' && type !== 'MESSAGE_UPDATE') return false;
  const message: { author?: { id: string }; mentions?: { id: string }[] } = Object(data);
  return message.author?.id !== botId && !message.mentions?.some((user) => user.id === botId);
}
