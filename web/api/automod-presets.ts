import { z } from 'zod';
import { Action } from '../../shared/automod/action.ts';
import { applyPreset } from '../../shared/automod/apply-preset.ts';
import { kindNames } from '../../shared/automod/kinds/registry.ts';
import { presetNames, presetOf } from '../../shared/automod/presets.ts';
import { modes } from '../../shared/automod/rule.ts';
import { tellProcesses } from '../../shared/core/announcement.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { refuseRule } from './rule-refusals.ts';
import { Rule, toRule } from './rule-shapes.ts';
import { InGuild } from './shapes.ts';

const Preset = z
  .object({
    preset: z.enum(presetNames),
    title: z.string(),
    description: z.string(),
    rules: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(kindNames),
        mode: z.enum(modes),
        action: Action,
        deleteMessages: z.boolean(),
        settings: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .meta({ id: 'AutoModPreset', description: 'Rules to begin with, which only watch' });

const path = '/guilds/:guildId/automod/presets';

export const automodPresetRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List the presets',
    description: 'They are the same for all guilds.',
    scope: 'automod:read',
    params: InGuild,
    reply: z.object({ items: z.array(Preset) }),
    handle: () => ({ items: presetNames.map((preset) => ({ preset, ...presetOf(preset) })) }),
  }),
  route({
    method: 'post',
    path: `${path}/:preset/apply`,
    summary: 'Create the rules of a preset',
    description:
      'In monitor mode, all or none; those whose name the guild has already stay as they are. Twice it changes nothing.',
    scope: 'automod:write',
    params: InGuild.extend({ preset: z.enum(presetNames) }),
    reply: z.object({
      created: z.array(Rule),
      there: z.array(z.string()).describe('Names of rules that the guild has already'),
    }),
    problems: ['taken', 'against-rules'],
    handle: async ({ params: { guildId, preset }, by }, deps) => {
      const applied = await applyPreset(deps, guildId, preset, by);
      if (applied.is !== 'applied') return refuseRule(applied);
      if (applied.created.length > 0) await tellProcesses(deps, 'automod', guildId);
      return { created: applied.created.map(toRule), there: applied.there };
    },
  }),
];
