import { type Page, show } from '../http/page.ts';

const template = new URL('./landing.pug', import.meta.url);

const points = [
  {
    title: 'Bytes',
    text: 'The first message of the day pays. From the eighth day in a row it pays double; after nine weeks, 256 times as much. Members send bytes to each other and earn roles.',
  },
  {
    title: 'Squads',
    text: 'Teams with a role of their own and a price for changing sides. A member is in one at a time, and pays once, however often they click.',
  },
  {
    title: 'Auto-moderation',
    text: 'Floods, raids, words, invites, links, names and files. Try a rule on a text, run it over the last days, let it watch first. Each firing shows what it counted; timeouts, bans and warnings can be taken back.',
  },
  {
    title: 'Moderation',
    text: 'Every warning, timeout, kick and ban is one case with a number, by whom and wherever it was given. Bans end by themselves, members see their cases and appeal.',
  },
  {
    title: 'Nothing lost',
    text: 'Every movement is a row in a ledger that never changes. A message is paid once and an offence punished once, through restarts and outages.',
  },
  {
    title: 'Yours',
    text: 'A panel for staff and for whoever manages a server, an API with a typed client, signed webhooks. What is kept of a person can be handed to them, or deleted.',
  },
];

/** What the system is, for anyone. Served without a session. */
export const landing: Page = {
  method: 'get',
  path: '/',
  access: 'public',
  handle: (ctx, deps) =>
    show(ctx, deps, template, { title: 'Bytes, squads and moderation for Discord', wide: true, points }),
};
