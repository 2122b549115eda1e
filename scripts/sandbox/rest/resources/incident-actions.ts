import { PermissionFlagsBits as P, type RESTPutAPIGuildIncidentActionsJSONBody } from 'discord-api-types/v10';
import { changeGuild } from '../../changes/guilds.ts';
import { longestPause } from '../../limits.ts';
import { incidentsJson } from '../../shapes/guild.ts';
import { actOfBot } from '../../world/act.ts';
import { invalidForm, ok } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import type { DiscordSchemas } from '../validate/spec.ts';

export function incidentActionRoutes(schema: DiscordSchemas): Route[] {
  return [
    route({
      method: 'PUT',
      path: '/guilds/:guild/incident-actions',
      needs: P.ManageGuild,
      body: body<RESTPutAPIGuildIncidentActionsJSONBody>(schema('GuildIncidentActionsRequest')),
      handle({ found: { guild }, body, reason }, live) {
        const wanted = { invites_disabled_until: null, dms_disabled_until: null, ...body };
        const latest = live.world.now() + longestPause;
        const late = Object.entries(wanted).filter(([, until]) => until && Date.parse(until) > latest);
        if (late.length > 0) return invalidForm(late.map(([field]) => tooLate(field)));
        const incidents = {
          invitesUntil: wanted.invites_disabled_until,
          messagesUntil: wanted.dms_disabled_until,
        };
        changeGuild(live, guild, { incidents }, actOfBot(live.world, reason));
        return ok(incidentsJson(guild) ?? noIncidents);
      },
    }),
  ];
}

const noIncidents = {
  invites_disabled_until: null,
  dms_disabled_until: null,
  dm_spam_detected_at: null,
  raid_detected_at: null,
};

function tooLate(field: string) {
  return { path: [field], code: 'INCIDENT_ACTION_TOO_LONG', message: 'Must end within 24 hours.' };
}
