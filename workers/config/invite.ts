import { inviteLink } from '../../shared/setup/invite.ts';
import type { Context } from '../context.ts';
import { type Answer, shown } from '../interactions/answer.ts';
import type { Call } from '../interactions/command.ts';
import { texts } from './texts.ts';

/** `/config invite`: how the bot gets everything it needs. */
export async function invite(
  { guild, locale }: Call<unknown>,
  { config, applicationId }: Pick<Context, 'config' | 'applicationId'>,
): Promise<Answer> {
  const url = inviteLink({ applicationId, api: config.DISCORD_API, guild });
  return shown({ content: texts(locale).invite(url) });
}
