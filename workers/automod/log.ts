import type { APIEmbed } from 'discord-api-types/v10';
import type { Recorded } from '../../shared/automod/firings.ts';
import { cut, literally } from '../../shared/core/plain-text.ts';
import { log } from '../../shared/effects/moderation.ts';
import type { PlannedEffect } from '../../shared/effects/planned.ts';
import { linkTo, type Policies, placeOf } from '../../shared/moderation/logs/entry.ts';
import { texts } from './texts.ts';

const mostSigns = 580; // of an embed: ten of them, which are in one message, have 6,000 together

/** Entries of the guilds' logs, where they have one: one for each firing. What only monitors mentions nobody. */
export function planLog(firings: readonly Recorded[], policies: Policies): PlannedEffect[] {
  return firings.flatMap((firing) => {
    const ping = firing.outcome === 'monitored' ? undefined : 'pingForAutomod';
    const place = placeOf(policies, firing.hit.guild, 'automodLog', ping);
    return place ? [log({ ...place, nonce: `firing-${firing.firing}`, embeds: [drawFiring(firing)] })] : [];
  });
}

/** Mentions in embeds ping nobody. What the member wrote comes last: it is what may be shortened. */
function drawFiring({ hit, outcome, case: state }: Recorded): APIEmbed {
  const { log: words } = texts();
  const [first] = hit.messages;
  const head = [
    first ? words.memberIn(hit.user, first.channel) : words.member(hit.user),
    literally(cut(hit.why, 120)),
    words.outcomes[outcome]({ action: words.action(hit.action), case: state?.number }),
    ...(first ? [words.messages(hit.messages.length, linkTo(hit.guild, first.channel, first.id))] : []),
  ].join('\n');
  const shown = [200, 80, 0]
    .map((length) => quote(hit.excerpt, length))
    .find((it) => head.length + it.length < mostSigns);
  return { title: literally(cut(hit.rule.name, 60)), description: `${head}${shown ?? ''}` };
}

function quote(excerpt: string | null, length: number): string {
  return excerpt === null || length === 0 ? '' : `\n> ${literally(cut(excerpt, length))}`;
}
