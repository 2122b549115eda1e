import {
  type APIAutoModerationAction,
  AutoModerationActionType,
  type AutoModerationRuleTriggerType,
  PermissionFlagsBits as P,
  type RESTPatchAPIAutoModerationRuleJSONBody,
  type RESTPostAPIAutoModerationRuleJSONBody,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { addRule, changeRule, removeRule } from '../../changes/auto-mod-rules.ts';
import { may } from '../../rights.ts';
import { actOfBot } from '../../world/act.ts';
import { botMember } from '../../world/lookups.ts';
import type { Guild, World } from '../../world/types.ts';
import { invalidForm, noContent, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { ruleProblems, tooManyProblems } from '../validate/auto-mod-rules.ts';
import { type Body, body } from '../validate/body.ts';
import type { DiscordSchemas } from '../validate/spec.ts';

export function autoModerationRoutes(schema: DiscordSchemas): Route[] {
  return [
    route({
      method: 'GET',
      path: '/guilds/:guild/auto-moderation/rules',
      needs: P.ManageGuild,
      handle: ({ found }) => ok([...found.guild.autoModRules.values()]),
    }),
    route({
      method: 'GET',
      path: '/guilds/:guild/auto-moderation/rules/:rule',
      needs: P.ManageGuild,
      handle: ({ found }) => ok(found.rule),
    }),
    route({
      method: 'POST',
      path: '/guilds/:guild/auto-moderation/rules',
      needs: P.ManageGuild,
      body: byTrigger(schema),
      handle({ found: { guild }, body, reason }, live) {
        const rule = {
          name: body.name,
          event_type: body.event_type,
          trigger_type: body.trigger_type,
          trigger_metadata: withoutNulls(body.trigger_metadata ?? {}),
          actions: (body.actions ?? []).map(withoutNulls),
          enabled: body.enabled ?? false,
          exempt_roles: body.exempt_roles ?? [],
          exempt_channels: body.exempt_channels ?? [],
        };
        if (!mayAct(live.world, guild, rule.actions)) return refuse('missingPermissions');
        const problems = [...tooManyProblems(guild, rule.trigger_type), ...ruleProblems(guild, rule)];
        if (problems.length > 0) return invalidForm(problems);
        return ok(addRule(live, guild, rule, actOfBot(live.world, reason)));
      },
    }),
    route({
      method: 'PATCH',
      path: '/guilds/:guild/auto-moderation/rules/:rule',
      needs: P.ManageGuild,
      body: body<RESTPatchAPIAutoModerationRuleJSONBody>(
        z.union(kinds.map((kind) => schema(`${kind}UpsertRequestPartial`))),
      ),
      handle({ found: { guild, rule }, body, reason }, live) {
        const { trigger_metadata, actions, ...fields } = withoutNulls(body);
        const change = {
          ...fields,
          ...(trigger_metadata ? { trigger_metadata: withoutNulls(trigger_metadata) } : {}),
          ...(actions ? { actions: actions.map(withoutNulls) } : {}),
        };
        if (!mayAct(live.world, guild, actions ?? [])) return refuse('missingPermissions');
        const problems = ruleProblems(guild, { ...rule, ...change });
        if (problems.length > 0) return invalidForm(problems);
        return ok(changeRule(live, guild, rule, change, actOfBot(live.world, reason)));
      },
    }),
    route({
      method: 'DELETE',
      path: '/guilds/:guild/auto-moderation/rules/:rule',
      needs: P.ManageGuild,
      handle({ found: { guild, rule }, reason }, live) {
        removeRule(live, guild, rule, actOfBot(live.world, reason));
        return noContent;
      },
    }),
  ];
}

/** Names of Discord's schemas by trigger type. */
const kindOf: Record<`${AutoModerationRuleTriggerType}`, string> = {
  1: 'Keyword',
  3: 'MLSpam',
  4: 'DefaultKeywordList',
  5: 'MentionSpam',
  6: 'UserProfile',
};
const kinds = Object.values(kindOf);

/** The trigger type says which schema is meant; without a known one it is the keyword rule's that complains. */
function byTrigger(schema: DiscordSchemas): Body<RESTPostAPIAutoModerationRuleJSONBody> {
  const bodies = new Map(
    Object.entries(kindOf).map(([type, kind]) => [
      type,
      body<RESTPostAPIAutoModerationRuleJSONBody>(schema(`${kind}UpsertRequest`)),
    ]),
  );
  const usual = body<RESTPostAPIAutoModerationRuleJSONBody>(schema('KeywordUpsertRequest'));
  return { check: (value) => (bodies.get(String(typeOf(value))) ?? usual).check(value) };
}

function typeOf(value: unknown): number | null {
  const { trigger_type: type }: { trigger_type?: unknown } = Object(value);
  return typeof type === 'number' ? type : null;
}

/** Null is Discord's word for left out. */
function withoutNulls<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as T; // only optional ones
}

/** A timeout in a rule needs Moderate Members besides. */
function mayAct(world: World, guild: Guild, actions: APIAutoModerationAction[]): boolean {
  const timesOut = actions.some(({ type }) => type === AutoModerationActionType.Timeout);
  return !timesOut || may(world, guild, botMember(world, guild), P.ModerateMembers);
}
