import { concerning } from '../../shared/automod/evaluate.ts';
import type { InviteTargets } from '../../shared/automod/invite-codes.ts';
import type { Known } from '../../shared/automod/kind.ts';
import { packEvent } from '../../shared/core/wire.ts';
import { lookUpInvite } from '../../shared/effects/moderation.ts';
import { type PlannedEffect, queueEffects } from '../../shared/effects/planned.ts';
import type { Context } from '../context.ts';
import type { Moderated } from './messages.ts';

type Deps = Pick<Context, 'invites' | 'queue' | 'partitions'>;

const nothing: Known = { inviteGuild: () => undefined };
const elsewhere: Known = { inviteGuild: () => 'none' };

/**
 * Where the invites in these messages lead, as far as that is known: one request, where there are any. Others are asked for,
 * off this path; their messages are judged again with the answer.
 */
export async function inviteKnowledge(context: Deps, presented: readonly Moderated[]): Promise<Known> {
  const inviting = presented.filter(isLookedAt);
  if (inviting.length === 0) return nothing;
  const targets = await context.invites.read(inviting.flatMap(({ subject }) => subject.content.invites));
  await queueEffects(context, planLookUps(inviting, targets));
  return { inviteGuild: (code) => targets.get(code) };
}

/** Whether a rule of invites cares for them: they count for it, or would if they led elsewhere. */
function isLookedAt({ subject, settings }: Moderated): boolean {
  if (subject.content.invites.length === 0) return false;
  return concerning(settings.rules, subject).some(
    (ready) => ready.rule.kind === 'invites' && ready.counts(subject, elsewhere),
  );
}

function planLookUps(inviting: readonly Moderated[], targets: InviteTargets): PlannedEffect[] {
  return inviting.flatMap(({ subject, event }) =>
    subject.content.invites
      .filter((code) => !targets.has(code))
      .map((code) => lookUpInvite({ guild: subject.guild, code, event: packEvent(event) })),
  );
}
