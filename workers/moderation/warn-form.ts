import { ApplicationCommandType, InteractionContextType } from 'discord-api-types/v10';
import { oneLine } from '../../shared/core/plain-text.ts';
import { refused } from '../interactions/answer.ts';
import { named } from '../interactions/localise.ts';
import { messageMenu } from '../interactions/menu.ts';
import { commandTexts } from './command-texts.ts';
import { forModerators, moderating } from './for-moderators.ts';
import { formTexts } from './form-texts.ts';
import { askAbout, formAbout } from './message-form.ts';
import { moderate } from './moderate.ts';
import { longestReason } from './options.ts';
import { texts } from './texts.ts';

const kind = 'moderation.warn';

/** "Warn author" in the menu of a message: a form with the reason; the message is the evidence. */
export const warnMenu = messageMenu(
  {
    type: ApplicationCommandType.Message,
    name: commandTexts('en').menus.warn,
    ...named(commandTexts, ({ menus }) => menus.warn),
    default_member_permissions: moderating.toString(),
    contexts: [InteractionContextType.Guild],
  },
  {
    replies: 'privately',
    run: forModerators(async (call, context) => {
      const { simple } = texts(call.locale).refusals;
      const { author } = call.target;
      if (author.id === call.user.id) return refused(simple.self);
      if (author.bot) return refused(simple['is-a-bot']);
      const { title, reason, help } = formTexts(call.locale).warn;
      const name = oneLine(author.globalName ?? author.username) || author.username;
      const asking = { kind, title: title(name), label: reason, help };
      return askAbout(call, context, { ...asking, isRequired: true, longest: longestReason });
    }),
  },
);

export const warnForm = formAbout(kind, ({ about, reason, operation }, press, context) => {
  const { author, isBot, ...evidence } = about;
  const target = { id: author, bot: isBot };
  return moderate(press, context, { kind: 'warn', target, reason, operation, evidence });
});
