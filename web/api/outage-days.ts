import { z } from 'zod';
import { type OutageDay as Declared, declareOutage, listOutageDays } from '../../shared/bytes/outage-days.ts';
import { DAY } from '../../shared/core/clock.ts';
import { refuse, refuseInput } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { isKeyOf } from './key-owner.ts';
import { Time } from './shapes.ts';

const OutageDay = z
  .object({
    day: z.iso.date().describe('That calendar day in the time zone of every guild'),
    declaredBy: z.string(),
    declaredAt: Time,
    relinkedAt: Time.nullable().describe('Null while streaks that it had broken may still be broken'),
    progress: z
      .object({ guilds: z.int(), of: z.int() })
      .nullable()
      .describe('How far that is: guilds that are done, of how many; null once it is done'),
  })
  .meta({ id: 'OutageDay', description: 'A day on which inactivity breaks no streak, in any guild' });

const Days = z
  .array(z.iso.date())
  .min(1)
  .max(8)
  .describe('Up to 7 days back; those that were declared already stay as they are');

export const outageRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/outage-days',
    summary: 'List outage days',
    description: 'The latest first.',
    scope: 'outages:read',
    reply: z.object({ items: z.array(OutageDay) }),
    handle: async (_ask, deps) => ({ items: (await listOutageDays(deps)).map(toItem) }),
  }),
  route({
    method: 'get',
    path: '/outage-days/:outageDay',
    summary: 'Read an outage day',
    scope: 'outages:read',
    params: z.object({ outageDay: z.iso.date() }),
    reply: OutageDay,
    handle: async ({ params }, deps) => {
      const declared = (await listOutageDays(deps)).map(toItem);
      return declared.find(({ day }) => day === params.outageDay) ?? refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path: '/outage-days',
    summary: 'Declare outage days',
    description:
      'For keys of every guild, while whoever made them is an admin. Streaks that the days had broken are relinked, in all guilds; no award is paid for them. Where members are many, that goes on after the reply: the list says how far it is.',
    scope: 'outages:write',
    body: z.object({ days: Days }),
    status: 201,
    reply: z.object({
      days: z.array(z.iso.date()).describe('Those that were not declared yet'),
      relinked: z.int().describe('Streaks so far'),
      done: z.boolean().describe('False while others are still to be relinked'),
    }),
    problems: ['forbidden'],
    handle: async ({ body, caller, by: { actor, ...request } }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      const days = body.days.map((date) => Date.parse(date) / DAY);
      const declared = await declareOutage(deps, { days, by: actor, request });
      if (declared.is === 'declared') return { ...declared, days: declared.days.map(dateOf) };
      const message = `From ${dateOf(declared.first)} to ${dateOf(declared.last)}`;
      return refuseInput({ in: 'body', path: 'days', message });
    },
  }),
];

function toItem({ day, ...rest }: Declared): z.input<typeof OutageDay> {
  return { ...rest, day: dateOf(day) };
}

function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
