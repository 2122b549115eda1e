import { RESTJSONErrorCodes as Code, Routes } from 'discord-api-types/v10';
import { findWantedDeletions, findWantedInChannel, settleDeletions } from '../../shared/automod/deletions.ts';
import { DAY, HOUR } from '../../shared/core/clock.ts';
import { type Snowflake, timeOf } from '../../shared/core/snowflake.ts';
import { type EffectDeps, type EffectKind, type EffectOf, unwanted } from './kind.ts';
import { openLine } from './line.ts';
import { readFault } from './outcome.ts';

type Deletion = EffectOf<'delete-messages'>;

const most = 100; // Discord documentation, "Bulk Delete Messages"
const oldestTogether = 14 * DAY - HOUR; // the same page; clocks may differ
const reason = 'Auto-moderation';
/** One such message keeps all others of the request. */
const notTogether = [
  Code.OneOfTheMessagesProvidedWasTooOldForBulkDelete,
  Code.CannotExecuteActionOnSystemMessage,
].map(String);

const inLine = openLine();

/**
 * Deletes those of the messages that are still to go, together where Discord allows it. Where a channel has more to delete than
 * Discord takes requests, each request takes what waits there meanwhile as well, so that a raid's thousands go by hundreds.
 */
export const deleteMessages: EffectKind<'delete-messages'> = {
  patience: Number.POSITIVE_INFINITY,
  moot: [Code.UnknownMessage, Code.UnknownChannel], // gone, or gone with it
  send: (deps, deletion) =>
    inLine(deletion.channel, async (waited) => {
      const own = await findWantedDeletions(deps, deletion.messages);
      if (own.length === 0) return unwanted;
      const others = waited && own.length < most ? await findWantedInChannel(deps, deletion, most) : [];
      const wanted = [...new Set([...own, ...others])].slice(0, most);
      return deletePieces(deps, deletion, piecesOf(deps, wanted));
    }),
  settle: (deps, { messages }, end) =>
    settleDeletions(deps, messages, end.is === 'refused' ? 'failed' : 'done'),
};

function piecesOf({ clock }: EffectDeps, wanted: Snowflake[]): Snowflake[][] {
  const isRecent = (id: Snowflake) => clock() - timeOf(id) < oldestTogether;
  const recent = wanted.filter(isRecent);
  if (recent.length < 2) return wanted.map((id) => [id]);
  return [recent, ...wanted.filter((id) => !isRecent(id)).map((id) => [id])];
}

/** What Discord refuses of one message leaves the others alone, and is thrown at the end. */
async function deletePieces(deps: EffectDeps, deletion: Deletion, pieces: Snowflake[][]): Promise<void> {
  let refusal: unknown;
  for (const piece of pieces) {
    try {
      await deletePiece(deps, deletion.channel, piece);
    } catch (error) {
      const fault = readFault(error, [Code.UnknownMessage]);
      const isOfOne = fault.is === 'refused' && notTogether.includes(fault.code);
      if (fault.is !== 'moot' && !isOfOne) throw error;
      if (isOfOne && piece.length === 1) refusal = error;
      if (isOfOne && piece.length > 1) pieces.push(...piece.map((id) => [id])); // which this loop comes to
      if (isOfOne) continue;
    }
    const isAll = pieces.length === 1 && piece.every((id) => deletion.messages.includes(id));
    if (!isAll) await settleDeletions(deps, piece, 'done');
  }
  if (refusal !== undefined) throw refusal;
}

function deletePiece({ rest }: EffectDeps, channel: Snowflake, messages: Snowflake[]): Promise<unknown> {
  const [only] = messages;
  if (messages.length === 1 && only !== undefined)
    return rest.delete(Routes.channelMessage(channel, only), { reason });
  return rest.post(Routes.channelBulkDelete(channel), { body: { messages }, reason });
}
