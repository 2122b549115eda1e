import { ApplicationCommandType, InteractionContextType } from 'discord-api-types/v10';
import { log } from '../../shared/effects/moderation.ts';
import { queueEffects } from '../../shared/effects/planned.ts';
import { logReports } from '../../shared/moderation/logs/reports.ts';
import { report } from '../../shared/moderation/reports.ts';
import { refused, shown } from '../interactions/answer.ts';
import { named } from '../interactions/localise.ts';
import { messageMenu } from '../interactions/menu.ts';
import { commandTexts } from './command-texts.ts';
import { formTexts } from './form-texts.ts';
import { askAbout, formAbout } from './message-form.ts';

const kind = 'moderation.report';
const longest = 1_000; // characters, as the queue keeps them

/** "Report message" in the menu of a message, for everybody: a form, and then the queue of the moderators. */
export const reportMenu = messageMenu(
  {
    type: ApplicationCommandType.Message,
    name: commandTexts('en').menus.report,
    ...named(commandTexts, ({ menus }) => menus.report),
    default_member_permissions: null,
    contexts: [InteractionContextType.Guild],
  },
  {
    replies: 'privately',
    async run(call, context) {
      const { title, reason, help, self, bot } = formTexts(call.locale).report;
      const { author } = call.target;
      if (author.id === call.user.id) return refused(self);
      if (author.id === context.applicationId) return refused(bot);
      return askAbout(call, context, { kind, title, label: reason, help, isRequired: false, longest });
    },
  },
);

export const reportForm = formAbout(kind, async ({ about, reason }, { guild, user, locale }, context) => {
  const { author, isBot: _isBot, ...message } = about;
  const reporter = { reporter: user.id, reporterName: user.globalName ?? user.username };
  const reported = await report(context, { guild, ...message, author, ...reporter, reason });
  const words = formTexts(locale).report;
  if (reported.is === 'too-many') return refused(words.tooMany);
  if (reported.is === 'reported' || reported.isRetry) {
    const policies = await context.settings.moderation.get([guild]);
    await queueEffects(context, (await logReports(context, policies, [reported.id])).map(log));
  }
  return shown({ content: reported.is === 'reported' ? words.done : words.already });
});
