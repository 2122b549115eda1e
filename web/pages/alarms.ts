import { z } from 'zod';
import { listPast } from '../../shared/cluster/alarms.ts';
import { NumberedPlace, placeText } from '../http/list-place.ts';
import { type Page, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { placeAfter, viewAlarm } from './alarm-view.ts';

const template = new URL('./alarms.pug', import.meta.url);
const path = '/admin/cluster/alarms';
const rows = 50;

const Query = z.object({ before: NumberedPlace.optional().catch(undefined) });

/** Alarms that are over, the latest end first. */
export const alarms: Page[] = [
  {
    method: 'get',
    path,
    access: 'admin',
    async handle(ctx, deps) {
      const { before } = Query.parse(ctx.query);
      const found = await listPast(deps, { before, limit: rows + 1 });
      const last = found.length > rows ? found[rows - 1] : undefined;
      const place = last && placeAfter(last);
      show(ctx, deps, template, {
        title: 'Alarms',
        wide: true,
        alarms: found.slice(0, rows).map(viewAlarm),
        first: before && path,
        next: place && withQuery(path, { before: placeText(place) }),
      });
    },
  },
];
