import { z } from 'zod';
import { Snowflake } from '../../core/snowflake.ts';
import { type Known, kind } from '../kind.ts';
import type { MessageSubject } from '../subject.ts';
import { anyMatch } from './fields.ts';

export const invites = kind({
  title: 'Invites',
  description:
    'Fires when a message invites to another server. An invite that Discord does not know counts as one. Looks at edits as well.',
  on: 'message',
  edits: true,
  schema: z.object({
    allowedGuilds: z.array(Snowflake).max(100).default([]).meta({
      title: 'Allowed servers',
      description: 'Ids of servers, one a line, to which members may invite; to this one they always may.',
    }),
  }),
  window: () => anyMatch,
  ready: ({ allowedGuilds }) => allowedGuilds,
  checks: [
    {
      what: 'invites',
      holds: (subject, allowed, known) =>
        subject.content.invites.length > 0 && findForeign(subject, allowed, known) !== undefined,
      why: (subject, allowed, known) => {
        if (subject.content.invites.length === 0) return 'No invite is in it.';
        const foreign = findForeign(subject, allowed, known);
        if (foreign === 'none') return 'It has an invite that Discord does not know.';
        if (foreign !== undefined) return `It invites to the server ${foreign}.`;
        const pending = guildsOf(subject, known).includes(undefined);
        return pending ? 'Where its invite leads is not known yet.' : 'Its invites lead to allowed servers.';
      },
    },
  ],
  explain: () => 'The message invites to another server.',
});

function findForeign(subject: MessageSubject, allowed: readonly Snowflake[], known: Known) {
  return guildsOf(subject, known).find(
    (guild) => guild !== undefined && guild !== subject.guild && !allowed.includes(guild),
  );
}

/** Where its invites lead, as far as that is known. */
function guildsOf({ content }: MessageSubject, known: Known) {
  return content.invites.map((code) => known.inviteGuild(code));
}
