import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readParties } from '../../shared/bytes/parties.ts';
import { longestReason } from '../../shared/bytes/reason.ts';
import { AppError } from '../../shared/core/errors.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Context } from '../context.ts';
import { faultsOf, formOf, typedLine, typedNumber } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { type GiftKind, giftKinds } from './member-gift-kinds.ts';

const templates = {
  form: new URL('./member-gift.pug', import.meta.url),
  confirm: new URL('./member-gift-confirm.pug', import.meta.url),
};

/** Staff give a member bytes or freezes, or take some: typed, looked at, then done once. */
export const memberGifts: Page[] = giftKinds.flatMap((kind): Page[] => {
  const path = `/admin/guilds/:guildId/members/:userId/${kind.path}`;
  return [
    { method: 'get', path, access: 'admin', handle: (ctx, deps) => open(ctx, deps, kind) },
    { method: 'post', path, access: 'admin', handle: (ctx, deps) => submit(ctx, deps, kind) },
  ];
});

function schemaOf({ most, isReasoned }: GiftKind) {
  return z.object({
    what: z.enum(['give', 'take'], 'Give or take?'),
    amount: typedNumber({ least: 1, most }),
    reason: isReasoned ? typedLine({ most: longestReason }) : z.undefined().catch(undefined),
  });
}

interface Shown {
  typed?: Record<string, unknown>;
  faults?: Record<string, string>;
}

async function open(
  ctx: Context,
  deps: PageDeps,
  kind: GiftKind,
  { typed, faults = {} }: Shown = {},
): Promise<void> {
  const place = await placeOf(ctx, deps, kind);
  const kept = typed ? undefined : keptForm(ctx);
  const form = { what: 'give', ...kept, ...typed };
  const other = giftKinds.find(({ path }) => path !== kind.path);
  show(ctx, deps, templates.form, { ...place, other, form, faults, remark: kept && keptNotice });
}

/** Each look at it names the operation that it would be: sent twice, that one is done once. */
async function submit(ctx: Context, deps: PageDeps, kind: GiftKind): Promise<void> {
  const typed = formOf(ctx);
  if (typed.step === 'edit') return open(ctx, deps, kind, { typed });
  const checked = schemaOf(kind).safeParse(typed);
  if (!checked.success) return refuse(ctx, deps, kind, { typed, faults: faultsOf(checked.error) });
  const { what, amount: size, reason = '' } = checked.data;
  const amount = what === 'give' ? size : -size;
  const place = await placeOf(ctx, deps, kind);
  const operation = z.uuid().safeParse(typed.operation).data;
  if (typed.step !== 'save' || !operation) {
    const fields = { what, amount: String(size), ...(reason ? { reason } : {}), operation: randomUUID() };
    return show(ctx, deps, templates.confirm, { ...place, what, amount, reason, fields });
  }
  const { actor: by, ...request } = actorOf(ctx);
  const { guild, member, base } = place;
  const order = { guild: guild.id, user: member.id, amount, reason, by, request };
  const given = await kind.give(deps, { operation: `job:${operation}`, ...order });
  if (given.is === 'unknown') throw new AppError('not-found');
  if (given.is === 'refused') return refuse(ctx, deps, kind, { typed, faults: { amount: given.why } });
  const done = `${size.toLocaleString('en')} ${kind.unit} ${what === 'give' ? 'given' : 'taken'}.`;
  flash(ctx, given.repeated ? `${done} It was done once: sent again, it changes nothing.` : done);
  seeOther(ctx, base);
}

async function refuse(ctx: Context, deps: PageDeps, kind: GiftKind, shown: Shown): Promise<void> {
  ctx.status = 422;
  await open(ctx, deps, kind, shown);
}

async function placeOf(ctx: Context, deps: PageDeps, kind: GiftKind) {
  const guild = guildOf(ctx);
  const id = Snowflake.safeParse(ctx.params.userId).data;
  const member = id ? (await readParties(deps, guild.id, [id])).get(id) : undefined;
  if (!member) throw new AppError('not-found');
  const base = `/admin/guilds/${guild.id}/members/${member.id}`;
  return { guild, member, base, kind, held: kind.heldBy(member), title: `${kind.title}: ${member.name}` };
}
