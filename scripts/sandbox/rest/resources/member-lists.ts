import type { PrivilegedIntent } from '../../gateway/intents.ts';
import { memberWithUserJson } from '../../shapes/user.ts';
import type { Member } from '../../world/types.ts';
import { invalidForm, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { cut, isReply, pageIn } from '../validate/page.ts';

const limits = { most: 1_000, usual: 1 };

/** The whole list is only for applications that have the members intent switched on. */
export function memberListRoutes(intents: Set<PrivilegedIntent>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/guilds/:guild/members',
      handle({ found: { guild }, query }) {
        if (!intents.has('members')) return refuse('missingAccess');
        const page = pageIn(query, limits);
        if (isReply(page)) return page;
        const ids = cut(guild.members.keys(), (id) => id, page);
        return ok(ids.flatMap((id) => guild.members.peek(id) ?? []).map(memberWithUserJson));
      },
    }),
    route({
      method: 'GET',
      path: '/guilds/:guild/members/search',
      handle({ found: { guild }, query }) {
        const page = pageIn(query, limits);
        if (isReply(page)) return page;
        const start = query.get('query')?.toLowerCase();
        if (!start) return unasked;
        return ok(firstOf(guild.members.values(), start, page.limit).map(memberWithUserJson));
      },
    }),
  ];
}

const unasked = invalidForm([
  { path: ['query'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' },
]);

function firstOf(members: Iterable<Member>, start: string, limit: number): Member[] {
  const found: Member[] = [];
  for (const member of members) {
    const names = [member.user.username, member.nick ?? ''];
    if (!names.some((name) => name.toLowerCase().startsWith(start))) continue;
    found.push(member);
    if (found.length === limit) break;
  }
  return found;
}
