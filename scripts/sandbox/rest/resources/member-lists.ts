import type { PrivilegedIntent } from '../../gateway/intents.ts';
import { memberWithUserJson } from '../../shapes/user.ts';
import { membersCalled } from '../../world/members-called.ts';
import { invalidForm, isReply, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { idsOn, pageIn } from '../validate/page.ts';

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
        const ids = idsOn(guild.members, page);
        return ok(ids.flatMap((id) => guild.members.peek(id) ?? []).map(memberWithUserJson));
      },
    }),
    route({
      method: 'GET',
      path: '/guilds/:guild/members/search',
      handle({ found: { guild }, query }) {
        const page = pageIn(query, limits);
        if (isReply(page)) return page;
        const start = query.get('query');
        if (!start) return unasked;
        return ok(membersCalled(guild, start, page.limit).map(memberWithUserJson));
      },
    }),
  ];
}

const unasked = invalidForm([
  { path: ['query'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' },
]);
