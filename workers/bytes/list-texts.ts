import { formatBytes, formatCount } from '../../shared/bytes/format.ts';
import type { Past } from '../../shared/bytes/history.ts';
import type { Rank } from '../../shared/bytes/rank.ts';
import { catalogue } from '../../shared/core/catalogue.ts';

type Known = Exclude<Rank, { is: 'none' }>;

/** Of a row of the ledger: why the bytes moved. `other` mentions the other side of a transfer. */
interface Reasoned extends Pick<Past, 'streak'> {
  other: string;
}

export const listTexts = catalogue({
  en: {
    heap: {
      title: 'Most bytes',
      empty: 'Nobody has bytes here yet. The first message of each day earns some.',
      web: (url: string) => `[The leaderboard on the web](${url})`,
      own: ({ is, rank, balance }: Known) =>
        `Your place: ${is === 'beyond' ? 'below ' : ''}${formatCount(is === 'beyond' ? rank - 1 : rank, 'en')}, with ${formatBytes(balance, 'en')}`,
      none: 'You have no bytes yet.',
    },
    awards: {
      none: 'No roles can be earned with bytes on this server.',
      nothing: (user: string) =>
        `<@${user}> has not earned a role yet. \`/bytes read\` shows what the next one takes.`,
      granted: (roles: string) => `Earned: ${roles}`,
      wanted: (roles: string) => `On the way: ${roles}`,
      failed: (role: string, why: string | null) =>
        `Earned, but Discord did not let me give it: ${role}${why === null ? '' : ` (${why})`}. Whoever manages the server can find out more with \`/config check\`.`,
    },
    history: {
      title: 'Your bytes',
      empty: 'Nothing yet. The first message of each day here earns bytes.',
      of: {
        starting: () => 'to start with',
        daily: ({ streak }: Reasoned) => `for day ${formatCount(streak ?? 1, 'en')} in a row`,
        received: ({ other }: Reasoned) => `from ${other}`,
        sent: ({ other }: Reasoned) => `to ${other}`,
        fee: () => 'for joining a squad',
        given: () => 'from the staff',
        taken: () => 'taken by the staff',
        refund: () => 'given back',
      },
    },
  },
  de: {
    heap: {
      title: 'Die meisten Bytes',
      empty: 'Hier hat noch niemand Bytes. Die erste Nachricht an jedem Tag bringt welche.',
      web: (url: string) => `[Die Rangliste im Web](${url})`,
      own: ({ is, rank, balance }: Known) =>
        `Dein Platz: ${is === 'beyond' ? 'hinter ' : ''}${formatCount(is === 'beyond' ? rank - 1 : rank, 'de')}, mit ${formatBytes(balance, 'de')}`,
      none: 'Du hast noch keine Bytes.',
    },
    awards: {
      none: 'Auf diesem Server lassen sich mit Bytes keine Rollen verdienen.',
      nothing: (user: string) =>
        `<@${user}> hat noch keine Rolle verdient. \`/bytes read\` zeigt, was zur nächsten fehlt.`,
      granted: (roles: string) => `Verdient: ${roles}`,
      wanted: (roles: string) => `Unterwegs: ${roles}`,
      failed: (role: string, why: string | null) =>
        `Verdient, aber Discord ließ mich die Rolle nicht vergeben: ${role}${why === null ? '' : ` (${why})`}. Wer den Server verwaltet, erfährt mit \`/config check\` mehr.`,
    },
    history: {
      title: 'Deine Bytes',
      empty: 'Noch nichts. Die erste Nachricht an jedem Tag hier bringt Bytes.',
      of: {
        starting: () => 'zum Anfang',
        daily: ({ streak }: Reasoned) => `für Tag ${formatCount(streak ?? 1, 'de')} in Folge`,
        received: ({ other }: Reasoned) => `von ${other}`,
        sent: ({ other }: Reasoned) => `an ${other}`,
        fee: () => 'für einen Squad',
        given: () => 'von der Leitung',
        taken: () => 'von der Leitung genommen',
        refund: () => 'zurückgegeben',
      },
    },
  },
});
