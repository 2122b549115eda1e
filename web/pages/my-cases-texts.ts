import { catalogue } from '../../shared/core/catalogue.ts';

/** What a member reads on the page of their own cases. */
export const texts = catalogue({
  en: {
    skip: 'Skip to content',
    title: (server: string) => `Your cases on ${server}`,
    lead: (name: string) =>
      `${name}, this is what moderators have done and why. The link is yours alone and good for an hour: /mycases on the server gives you another one.`,
    server: 'your server',
    table: 'Cases',
    columns: { number: 'Case', kind: 'What', reason: 'Reason', at: 'When (UTC)', state: 'How it stands' },
    none: 'There is nothing about you.',
    oldest: 'Older ones are not shown: ask the moderators about them.',
    back: 'All your cases',
    kinds: {
      warn: 'Warning',
      timeout: 'Timeout',
      untimeout: 'End of a timeout',
      kick: 'Kick',
      ban: 'Ban',
      unban: 'End of a ban',
    },
    caseTitle: (number: string) => `Case ${number}`,
    noReason: 'none given',
    states: { over: 'Over', inForce: 'In force', until: 'until' },
    appeals: {
      open: 'Appeal waits for an answer',
      accepted: 'Appeal accepted',
      rejected: 'Appeal rejected',
    },
    toAppeal: 'Appeal',
    appealTitle: 'Your appeal',
    waiting: 'The moderators have it. Their answer will stand here.',
    sent: 'Sent (UTC)',
    yours: 'What you wrote',
    answer: 'The answer',
    noAnswer: 'without a word',
    form: {
      title: 'Appeal',
      lead: 'Once for each case: tell the moderators what they should know.',
      label: 'What you want to say',
      help: 'Up to 2,000 characters.',
      submit: 'Send',
    },
    faults: {
      empty: 'Write something.',
      long: '2,000 characters are the most.',
    },
    notAppealable: {
      kind: 'There is nothing to appeal here: it takes nothing from you.',
      over: 'It is over: there is nothing to appeal any more.',
      off: 'This server takes no appeals.',
    },
    refusals: {
      unknown: {
        title: 'This link is not valid',
        fault: 'It may have been cut off. Use /mycases on your server to get a new one.',
      },
      expired: {
        title: 'This link has expired',
        fault: 'Links are good for an hour. Use /mycases on your server to get a new one.',
      },
      often: {
        title: 'That was too often',
        fault: 'This page was asked for very often. Try again in a few minutes.',
      },
    },
  },
  de: {
    skip: 'Zum Inhalt',
    title: (server: string) => `Deine Fälle auf ${server}`,
    lead: (name: string) =>
      `${name}, hier steht, was Moderatoren getan haben und warum. Der Link ist nur für dich und gilt eine Stunde: /mycases auf dem Server gibt dir einen neuen.`,
    server: 'deinem Server',
    table: 'Fälle',
    columns: { number: 'Fall', kind: 'Was', reason: 'Grund', at: 'Wann (UTC)', state: 'Stand' },
    none: 'Über dich gibt es nichts.',
    oldest: 'Ältere werden nicht gezeigt: frage die Moderatoren danach.',
    back: 'Alle deine Fälle',
    kinds: {
      warn: 'Verwarnung',
      timeout: 'Auszeit',
      untimeout: 'Ende einer Auszeit',
      kick: 'Rauswurf',
      ban: 'Bann',
      unban: 'Ende eines Banns',
    },
    caseTitle: (number: string) => `Fall ${number}`,
    noReason: 'keiner genannt',
    states: { over: 'Vorbei', inForce: 'In Kraft', until: 'bis' },
    appeals: {
      open: 'Einspruch wartet auf Antwort',
      accepted: 'Einspruch angenommen',
      rejected: 'Einspruch abgelehnt',
    },
    toAppeal: 'Einspruch',
    appealTitle: 'Dein Einspruch',
    waiting: 'Er liegt bei den Moderatoren. Ihre Antwort wird hier stehen.',
    sent: 'Gesendet (UTC)',
    yours: 'Was du geschrieben hast',
    answer: 'Die Antwort',
    noAnswer: 'ohne Worte',
    form: {
      title: 'Einspruch',
      lead: 'Einmal für jeden Fall: sag den Moderatoren, was sie wissen sollten.',
      label: 'Was du sagen möchtest',
      help: 'Bis zu 2.000 Zeichen.',
      submit: 'Senden',
    },
    faults: {
      empty: 'Schreibe etwas.',
      long: 'Höchstens 2.000 Zeichen.',
    },
    notAppealable: {
      kind: 'Hier gibt es nichts einzuwenden: es nimmt dir nichts.',
      over: 'Es ist vorbei: dagegen lässt sich nichts mehr einwenden.',
      off: 'Dieser Server nimmt keine Einsprüche an.',
    },
    refusals: {
      unknown: {
        title: 'Dieser Link ist ungültig',
        fault: 'Vielleicht wurde er abgeschnitten. /mycases auf deinem Server gibt dir einen neuen.',
      },
      expired: {
        title: 'Dieser Link ist abgelaufen',
        fault: 'Links gelten eine Stunde. /mycases auf deinem Server gibt dir einen neuen.',
      },
      often: {
        title: 'Das war zu oft',
        fault: 'Diese Seite wurde sehr oft aufgerufen. Versuche es in ein paar Minuten wieder.',
      },
    },
  },
});
