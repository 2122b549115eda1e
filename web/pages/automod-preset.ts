import { applyPreset } from '../../shared/automod/apply-preset.ts';
import { kindOf } from '../../shared/automod/kinds/registry.ts';
import { type PresetName, presetNames, presetOf } from '../../shared/automod/presets.ts';
import { listRules } from '../../shared/automod/rule-list.ts';
import { tellProcesses } from '../../shared/core/announcement.ts';
import { AppError } from '../../shared/core/errors.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { deletesBesides, limitsInWords } from './automod-words.ts';
import { actionInWords } from './firing-words.ts';

const template = new URL('./automod-preset.pug', import.meta.url);
const path = '/admin/guilds/:guildId/automod/presets/:preset';

/** What a preset would add, before it does. */
export const automodPreset: Page[] = [
  { method: 'get', path, access: 'admin', handle: (ctx, deps) => open(ctx, deps) },
  { method: 'post', path, access: 'admin', handle: apply },
];

async function open(ctx: Context, deps: PageDeps, fault?: string): Promise<void> {
  const guild = guildOf(ctx);
  const name = presetIn(ctx);
  const present = new Set((await listRules(deps, guild.id)).map((rule) => rule.name.toLowerCase()));
  const { title, description, rules } = presetOf(name);
  const viewed = rules.map((rule) => ({
    name: rule.name,
    kind: kindOf(rule.kind).title,
    limits: limitsInWords(rule),
    deed: actionInWords(rule.action),
    deletes: deletesBesides(rule),
    isThere: present.has(rule.name.toLowerCase()),
  }));
  show(ctx, deps, template, {
    title: `Preset ${title}`,
    base: `/admin/guilds/${guild.id}/automod`,
    description,
    rules: viewed,
    missing: viewed.filter(({ isThere }) => !isThere).length,
    fault,
  });
}

async function apply(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx).id;
  const applied = await applyPreset(deps, guild, presetIn(ctx), actorOf(ctx));
  if (applied.is !== 'applied') {
    ctx.status = 409;
    const why = applied.is === 'full' ? `a guild has ${applied.most} at most` : 'others stand in their way';
    return open(ctx, deps, `There is no room for these rules: ${why}. None was added.`);
  }
  const { length } = applied.created;
  if (length > 0) await tellProcesses(deps, 'automod', guild);
  const added =
    length === 1 ? '1 rule is added. It only watches' : `${length} rules are added. They only watch`;
  flash(
    ctx,
    length === 0
      ? 'All of its rules were there already.'
      : `${added} until you promote ${length === 1 ? 'it' : 'them'}.`,
  );
  seeOther(ctx, `/admin/guilds/${guild}/automod`);
}

function presetIn(ctx: Context): PresetName {
  const name = presetNames.find((preset) => preset === ctx.params.preset);
  if (!name) throw new AppError('not-found');
  return name;
}
