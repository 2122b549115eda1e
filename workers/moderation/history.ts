import { type APIEmbed, ApplicationCommandType } from 'discord-api-types/v10';
import { z } from 'zod';
import { cut, literally } from '../../shared/core/plain-text.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { type ListedCase, selectCases, toCase } from '../../shared/moderation/case-list.ts';
import { countCases } from '../../shared/moderation/history.ts';
import { type CaseKind, caseKinds } from '../../shared/moderation/model.ts';
import { listWarnings } from '../../shared/moderation/warning-list.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../interactions/caller.ts';
import { command } from '../interactions/command.ts';
import { named } from '../interactions/localise.ts';
import { userMenu } from '../interactions/menu.ts';
import { type Page, pager } from '../interactions/pager.ts';
import { about } from './about.ts';
import { caseTexts } from './case-texts.ts';
import { commandTexts } from './command-texts.ts';
import { nameActor } from './draw-case.ts';
import { forModerators, lacks, moderating } from './for-moderators.ts';
import { show, user } from './options.ts';
import { texts } from './texts.ts';
import { timeTag } from './times.ts';

const onPage = 10; // each up to 250 characters, of the 4,096 of an embed's description

const publicly = 'p'; // in a cursor: everyone sees the pages, so notes are left out

/** The pages of somebody's history: whose, and which one. */
export const historyPages = pager({
  name: 'moderation.history',
  replies: 'privately',
  async draw(caller, context, cursor) {
    const missing = lacks(caller); // asked for every page: a button outlives a role
    if (missing !== undefined) return missing;
    const [whose = '', page = '0', shown] = cursor.split('.');
    return draw(caller, context, {
      whose: Snowflake.parse(whose),
      page: z.coerce.number().int().parse(page),
      isPublic: shown === publicly,
    });
  },
});

export const history = command(
  { ...about('history', moderating), options: [user, show] },
  {
    replies: 'as-asked',
    run: forModerators(({ options, ...call }, context) => {
      const locale = options.show ? call.guildLocale : call.locale;
      return historyPages.open(
        { ...call, locale },
        context,
        options.show ? `${options.user.id}.0.${publicly}` : options.user.id,
      );
    }),
  },
);

/** "History" in the menu of a user. */
export const historyMenu = userMenu(
  {
    type: ApplicationCommandType.User,
    name: commandTexts('en').menus.history,
    ...named(commandTexts, ({ menus }) => menus.history),
    default_member_permissions: moderating.toString(),
    contexts: about('history', moderating).contexts,
  },
  {
    replies: 'privately',
    run: forModerators(({ target, ...call }, context) => historyPages.open(call, context, target.id)),
  },
);

async function draw(
  { guild, locale }: Pick<Caller, 'guild' | 'locale'>,
  { db }: Pick<Context, 'db'>,
  { whose, page, isPublic }: { whose: Snowflake; page: number; isPublic: boolean },
): Promise<Page | string> {
  const words = caseTexts(locale).history;
  const newest = selectCases(db, guild, { user: whose, withoutNotes: isPublic }).orderBy('c.id', 'desc');
  const rest = isPublic ? `.${publicly}` : '';
  const [rows, counts, warnings] = await Promise.all([
    newest.limit(onPage + 1).offset(page * onPage),
    countCases(db, guild, whose),
    listWarnings({ db }, [guild], { user: whose, state: 'active', limit: 100 }),
  ]);
  const found = z.array(z.record(z.string(), z.unknown())).parse(rows);
  if (found.length === 0 && page === 0)
    return { message: { content: words.none(`<@${whose}>`), embeds: [] } };
  const kinds = caseKinds.filter((kind) => counts[kind] > 0 && !(isPublic && kind === 'note'));
  const embed: APIEmbed = {
    title: words.title,
    description: [
      `<@${whose}> · ${kinds.map((kind) => `${texts(locale).kinds[kind]}: ${counts[kind]}`).join(' · ')}`,
      ...(warnings.length > 0 ? [words.warnings(warnings.length)] : []),
      '',
      ...found.slice(0, onPage).map((row) => line(toCase(row), locale)),
    ].join('\n'),
  };
  return {
    message: { embeds: [embed] },
    ...(page > 0 && { previous: `${whose}.${page - 1}${rest}` }),
    ...(found.length > onPage && { next: `${whose}.${page + 1}${rest}` }),
  };
}

/** What goes on until it ends or somebody resolves it. */
const lasting: readonly CaseKind[] = ['warn', 'timeout', 'ban'];

function line(one: ListedCase, locale: string | undefined): string {
  const { history: words } = caseTexts(locale);
  const { number, kind, createdAt, reason, resolvedAt, effect, lift } = one;
  const facts = [
    `**${number}** ${texts(locale).kinds[kind]}`,
    timeTag(createdAt, 'd'),
    nameActor(one),
    ...(effect === 'failed' || lift === 'failed' ? [words.failed] : []),
    ...(resolvedAt === null && lasting.includes(kind) ? [words.open] : []),
  ].join(' · ');
  return reason === '' ? facts : `${facts}: ${literally(cut(reason, 80))}`;
}
