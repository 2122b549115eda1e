import { formatCount } from '../../shared/bytes/format.ts';
import { catalogue } from '../../shared/core/catalogue.ts';

/** How far a load is. */
export interface Pace {
  members: number;
  /** Of all; undefined where it is not known. */
  total: number | undefined;
  /** 0 to 1. */
  share: number;
  perSecond: number;
  /** Undefined where it cannot be told yet. */
  secondsLeft: number | undefined;
}

interface Ended {
  members: number;
  written: number;
  gone: number;
}

const width = 12; // signs of the bar

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * width);
  return '▰'.repeat(full) + '▱'.repeat(width - full);
}

export const texts = catalogue({
  en: {
    commands: {
      sync: "Load all members of this server into the bot's memory",
      force: { name: 'force', text: 'Also where they were loaded a few minutes ago' },
    },
    recent: (count: number | null, at: number) =>
      `${count === null ? 'The members' : `All ${formatCount(count, 'en')} members`} were loaded <t:${at}:R>, and every change since is known. To load them again anyway: \`/sync force:True\`.`,
    waiting: 'The members of this server will be loaded. Waiting for their turn …',
    running: ({ members, total, share, perSecond, secondsLeft }: Pace) =>
      [
        `Loading members: ${formatCount(members, 'en')}${total === undefined ? '' : ` of about ${formatCount(total, 'en')}`}`,
        `${bar(share)} ${Math.floor(share * 100)} %, ${formatCount(perSecond, 'en')} a second${secondsLeft === undefined ? '' : `, about ${formatCount(secondsLeft, 'en')} s left`}`,
      ].join('\n'),
    done: ({ members, written, gone }: Ended) =>
      `Loaded all ${formatCount(members, 'en')} members: ${formatCount(written, 'en')} were new or had changed, ${formatCount(gone, 'en')} had left.`,
    failed: (why: string | null) => why ?? 'The members could not be loaded. Please try again later.',
    abandoned: 'The members were not loaded: the bot left this server meanwhile.',
    longer: 'This takes longer than I can show here. It goes on; `/sync` shows how far it is.',
  },
  de: {
    commands: {
      sync: 'Alle Mitglieder dieses Servers in das Gedächtnis des Bots laden',
      force: { name: 'erneut', text: 'Auch wenn sie erst vor wenigen Minuten geladen wurden' },
    },
    recent: (count: number | null, at: number) =>
      `${count === null ? 'Die Mitglieder' : `Alle ${formatCount(count, 'de')} Mitglieder`} wurden <t:${at}:R> geladen, und jede Änderung seither ist bekannt. Um sie trotzdem noch einmal zu laden: \`/sync force:True\`.`,
    waiting: 'Die Mitglieder dieses Servers werden geladen. Gleich geht es los …',
    running: ({ members, total, share, perSecond, secondsLeft }: Pace) =>
      [
        `Mitglieder werden geladen: ${formatCount(members, 'de')}${total === undefined ? '' : ` von etwa ${formatCount(total, 'de')}`}`,
        `${bar(share)} ${Math.floor(share * 100)} %, ${formatCount(perSecond, 'de')} in der Sekunde${secondsLeft === undefined ? '' : `, noch etwa ${formatCount(secondsLeft, 'de')} s`}`,
      ].join('\n'),
    done: ({ members, written, gone }: Ended) =>
      `Alle ${formatCount(members, 'de')} Mitglieder sind geladen: ${formatCount(written, 'de')} waren neu oder geändert, ${formatCount(gone, 'de')} waren gegangen.`,
    failed: () =>
      'Die Mitglieder ließen sich nicht laden. Ist das „Server Members Intent“ des Bots eingeschaltet? Sonst versuche es später noch einmal.',
    abandoned: 'Die Mitglieder wurden nicht geladen: Der Bot hat diesen Server inzwischen verlassen.',
    longer: 'Das dauert länger, als ich es hier zeigen kann. Es geht weiter; `/sync` zeigt, wie weit es ist.',
  },
});
