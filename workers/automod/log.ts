import type { APIEmbed } from 'discord-api-types/v10';
import type { Recorded } from '../../shared/automod/firings.ts';
import { cut, literally } from '../../shared/core/plain-text.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { log } from '../../shared/effects/moderation.ts';
import type { PlannedEffect } from '../../shared/effects/planned.ts';
import type { ModerationConfig } from '../../shared/moderation/settings.ts';
import { groupBy } from './group-by.ts';
import { texts } from './texts.ts';

const mostShown = 10; // embeds of a message (Discord documentation, "Embed Limits")
const mostSigns = 580; // of an embed: all of a message have 6,000 together

/** Entries of the guilds' logs, where they have one: what one transaction recorded in a guild is one message. */
export function planLog(
  firings: readonly Recorded[],
  policies: ReadonlyMap<Snowflake, Pick<ModerationConfig, 'automodLog'>>,
): PlannedEffect[] {
  const groups = groupBy(firings, ({ hit, createdAt }) => `${hit.guild}:${createdAt}`);
  return [...groups].flatMap(([nonce, group]) => {
    const guild = group[0]?.hit.guild ?? '';
    const channel = policies.get(guild)?.automodLog;
    return channel ? [log({ guild, channel, nonce, embeds: draw(group) })] : [];
  });
}

/** At most ten; where there are more, the last one says how many. */
function draw(group: Recorded[]): APIEmbed[] {
  if (group.length <= mostShown) return group.map(drawFiring);
  const shown = group.slice(0, mostShown - 1);
  return [...shown.map(drawFiring), { description: texts().log.more(group.length - shown.length) }];
}

/** Mentions in embeds ping nobody. What the member wrote comes last: it is what may be shortened. */
function drawFiring({ hit, outcome, case: state }: Recorded): APIEmbed {
  const { log: words } = texts();
  const [first] = hit.messages;
  const head = [
    first ? words.memberIn(hit.user, first.channel) : words.member(hit.user),
    literally(cut(hit.why, 120)),
    words.outcomes[outcome]({ action: words.action(hit.action), case: state?.number }),
    ...(first ? [words.messages(hit.messages.length, linkTo(hit.guild, first))] : []),
  ].join('\n');
  const shown = [200, 80, 0]
    .map((length) => quote(hit.excerpt, length))
    .find((it) => head.length + it.length < mostSigns);
  return { title: literally(cut(hit.rule.name, 60)), description: `${head}${shown ?? ''}` };
}

function quote(excerpt: string | null, length: number): string {
  return excerpt === null || length === 0 ? '' : `\n> ${literally(cut(excerpt, length))}`;
}

function linkTo(guild: Snowflake, { id, channel }: { id: Snowflake; channel: Snowflake }): string {
  return `https://discord.com/channels/${guild}/${channel}/${id}`;
}
