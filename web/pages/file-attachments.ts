import { z } from 'zod';
import { DAY } from '../../shared/core/clock.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { listAttachments } from '../../shared/files/attachment-list.ts';
import { Extension } from '../../shared/files/by-staff.ts';
import type { FileAttachment } from '../../shared/files/model.ts';
import { nameMembers } from '../../shared/sync/member-names.ts';
import { listChannels } from '../../shared/sync/store.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { Words, withQuery } from '../http/query.ts';
import { guildOf } from '../middleware/staff.ts';
import { decisionTags, plainName, sizeInWords, tagsOf } from './file-words.ts';
import { messageLink } from './firing-view.ts';
import { identify } from './member-filter.ts';

const template = new URL('./file-attachments.pug', import.meta.url);
const rows = 50;

/** Every file that members attached to messages, newest first, and what was decided of it. */
export const fileAttachments: Page = {
  method: 'get',
  path: '/admin/guilds/:guildId/files/attachments',
  access: 'viewer',
  handle: browse,
};

const names = ['off', 'exempt', 'allow', 'warn', 'block'] as const satisfies FileAttachment['decision'][];
const Query = z.object({
  member: Words,
  extension: Extension.optional().catch(undefined),
  decision: z.enum(names).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  /** Where the page before ended: the file, and its time in milliseconds since 1970. */
  before: Snowflake.optional().catch(undefined),
  at: z.coerce.number().int().min(0).max(8.64e15).optional().catch(undefined),
});

async function browse(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const { before: id, at, ...asked } = Query.parse(ctx.query);
  const before = id && at !== undefined ? { id, at: new Date(at) } : undefined;
  const whose = await identify(deps, guild.id, asked.member);
  const found =
    whose.is === 'nobody' || whose.is === 'several' ? [] : await read(deps, guild.id, asked, whose, before);
  const last = found.length > rows ? found[rows - 1] : undefined;
  const base = `/admin/guilds/${guild.id}/files`;
  const path = `${base}/attachments`;
  show(ctx, deps, template, {
    title: `Files sent in ${guild.name || guild.id}`,
    wide: true,
    base,
    asked,
    whose,
    decisions: names.map((value) => ({ value, text: decisionTags[value].text })),
    attachments: await view(deps, guild.id, found.slice(0, rows)),
    isFiltered: Object.values(asked).some(Boolean),
    candidate: (user: string) => withQuery(path, { ...asked, member: user }),
    first: before && withQuery(path, asked),
    next: last && withQuery(path, { ...asked, before: last.id, at: String(last.at.getTime()) }),
  });
}

/** Days are those of UTC; the last one is included. */
function read(
  deps: PageDeps,
  guild: Snowflake,
  { extension, decision, from, to }: z.infer<typeof Query>,
  whose: Awaited<ReturnType<typeof identify>>,
  before: Pick<FileAttachment, 'id' | 'at'> | undefined,
): Promise<FileAttachment[]> {
  return listAttachments(deps, guild, {
    user: whose.is === 'one' ? whose.user : undefined,
    extension,
    decision,
    from: from ? new Date(from) : undefined,
    to: to ? new Date(Date.parse(to) + DAY) : undefined,
    before,
    limit: rows + 1,
  });
}

async function view(deps: PageDeps, guild: Snowflake, found: readonly FileAttachment[]) {
  const [nameOf, channels] = await Promise.all([
    nameMembers(
      deps,
      found.map(({ userId: user }) => ({ guild, user })),
    ),
    listChannels(deps, guild),
  ]);
  const channelNames = new Map(channels.map(({ id, name }) => [id, name]));
  return found.map(({ at, userId: user, name, extension, size, channelId, messageId, ...rest }) => ({
    at,
    member: { name: nameOf({ guild, user }), user, href: `/admin/guilds/${guild}/members/${user}` },
    name: plainName(name),
    extension,
    size: sizeInWords(Number(size)),
    channel: { id: channelId, name: channelNames.get(channelId) },
    href: messageLink(guild, channelId, messageId),
    tags: tagsOf(rest),
  }));
}
