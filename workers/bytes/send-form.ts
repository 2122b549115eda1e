import {
  ApplicationCommandType,
  ComponentType,
  InteractionContextType,
  TextInputStyle,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { longestReason } from '../../shared/bytes/reason.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import { cut, oneLine } from '../../shared/core/plain-text.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Context } from '../context.ts';
import { type Answer, asked, type ModalJson, refused } from '../interactions/answer.ts';
import type { Caller, Named } from '../interactions/caller.ts';
import { customId, modal, type Press } from '../interactions/component.ts';
import { named } from '../interactions/localise.ts';
import { userMenu } from '../interactions/menu.ts';
import { openPrompt, readPrompt } from '../interactions/prompts.ts';
import { texts as commonTexts } from '../interactions/texts.ts';
import { commandTexts } from './command-texts.ts';
import { findEconomy } from './economy.ts';
import { sendBytes } from './send.ts';
import { sendTexts } from './send-texts.ts';

const kind = 'bytes-send';
const life = 15 * MINUTE; // to think of a reason
const longestAmount = 20; // characters

/** The receiver, kept while the form is open. */
const Receiver = z.object({
  id: Snowflake,
  username: z.string(),
  globalName: z.string().nullable(),
  avatar: z.string().nullable(),
  bot: z.boolean(),
  member: z.boolean(),
});
const Fields = z.object({ amount: z.string().default(''), reason: z.string().default('') });

/** "Send bytes" in the menu of a member: a form with amount and reason. */
export const sendMenu = userMenu(
  {
    type: ApplicationCommandType.User,
    name: commandTexts('en').sendMenu,
    ...named(commandTexts, ({ sendMenu }) => sendMenu),
    default_member_permissions: null,
    contexts: [InteractionContextType.Guild],
  },
  { replies: 'privately', run: openForm },
);

async function openForm(
  { id, guild, user, target, locale }: Caller & { target: Named },
  context: Pick<Context, 'redis' | 'clock' | 'settings'>,
): Promise<Answer> {
  const { refusals } = sendTexts(locale);
  if (!(await findEconomy(context, guild))) return refused(refusals.disabled());
  if (target.id === user.id) return refused(refusals.self());
  if (target.bot) return refused(refusals.bot());
  if (!target.member) return refused(refusals.stranger());
  const prompt = { id, now: context.clock(), kind, owner: user.id, data: target, life };
  return asked(drawForm(await openPrompt(context.redis, prompt), target, locale));
}

/** The form that was sent: one operation, also where it had to be sent twice. */
export const sendForm = modal({ name: kind, state: Snowflake, run: sendFromForm });

async function sendFromForm({ state, fields, ...press }: Press, context: Context): Promise<Answer> {
  const read = await readPrompt(context.redis, { id: state, kind, schema: Receiver }, press);
  if (read.is === 'foreign') return refused(commonTexts(press.locale).foreign(read.owner));
  if (read.is === 'expired') return refused(sendTexts(press.locale).form.expired);
  const { amount, reason } = Fields.parse(fields);
  return sendBytes(context, press, { receiver: read.data, amount, reason, operation: read.operation });
}

function drawForm(id: string, { username, globalName }: Named, locale: string | undefined): ModalJson {
  const { form } = sendTexts(locale);
  const name = oneLine(globalName ?? username) || username;
  return {
    custom_id: customId(kind, id),
    title: cut(form.title(name), 45),
    components: [
      {
        type: ComponentType.Label,
        label: form.amount,
        component: {
          type: ComponentType.TextInput,
          custom_id: 'amount',
          style: TextInputStyle.Short,
          min_length: 1,
          max_length: longestAmount,
        },
      },
      {
        type: ComponentType.Label,
        label: form.reason,
        description: form.reasonHelp,
        component: {
          type: ComponentType.TextInput,
          custom_id: 'reason',
          style: TextInputStyle.Paragraph,
          required: false,
          max_length: longestReason,
        },
      },
    ],
  };
}
