import { longestReason } from '../limits.ts';
import type { Live } from '../live.ts';
import { outranks } from '../permissions.ts';
import { may } from '../rights.ts';
import { type Act, actOf } from '../world/act.ts';
import { Cannot } from '../world/cannot.ts';
import { memberIn } from '../world/lookups.ts';
import type { Channel, Guild, Member } from '../world/types.ts';

/** Who does it in Discord's own client, and why. Without `by` the owner does, and nothing stands in the way. */
export interface Acting {
  by?: string | undefined;
  reason?: string | null | undefined;
}

/** Every check throws `Cannot` where Discord would not let the member. */
export interface Actor {
  act: Act;
  needs(bits: bigint, channel?: Channel): void;
  mustOutrank(target: Member): void;
  /** For rules with more to them than permissions and rank. */
  must(allowed: (member: Member) => boolean): void;
}

export function actorIn({ world }: Live, guild: Guild, { by, reason = null }: Acting): Actor {
  if ((reason ?? '').length > longestReason) throw new Cannot('the reason is too long');
  if (guild.unavailable) throw new Cannot(`${guild.name} is unavailable`);
  const member = by === undefined ? null : memberIn(guild, by);
  const must = (allowed: (member: Member) => boolean) => {
    if (member && !allowed(member))
      throw new Cannot(`${member.user.username} may not do that in ${guild.name}`);
  };
  return {
    act: actOf(by ?? guild.ownerId, reason),
    must,
    needs: (bits, channel) => must((actor) => may(world, guild, actor, bits, channel)),
    mustOutrank: (target) => must((actor) => outranks(guild, actor, target)),
  };
}
