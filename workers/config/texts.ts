import { formatCount } from '../../shared/bytes/format.ts';
import { catalogue } from '../../shared/core/catalogue.ts';

/** Seconds since 1970, shown by Discord as "in 10 minutes". */
const relative = (at: number) => `<t:${at}:R>`;

export const texts = catalogue({
  en: {
    commands: {
      config: 'The settings of this server',
      show: { name: 'show', text: 'Show the key settings' },
      check: { name: 'check', text: 'Check whether the bot can do its work here' },
      set: { name: 'set', text: 'Change key settings; the panel has all of them' },
      panel: { name: 'panel', text: "Get a link into this server's pages of the panel" },
      invite: { name: 'invite', text: 'Get the link that invites the bot with all it needs' },
    },
    forbidden:
      'This is for those who may manage this server. Ask somebody with the permission Manage Server.',
    on: 'on',
    off: 'off',
    none: 'none',
    units: { bytes: 'bytes', days: 'days', minutes: 'minutes' } as Record<string, string>,
    show: {
      title: 'Key settings',
      change: 'Change them with `/config set`; `/config panel` leads to all settings.',
      well: 'The set-up is fine.',
      findings: (count: number) =>
        `${count === 1 ? '1 thing' : `${formatCount(count, 'en')} things`} in the set-up need attention: \`/config check\`.`,
      members: 'Members',
      loaded: (count: number | null, at: number) =>
        `${count === null ? 'Number unknown' : formatCount(count, 'en')}, loaded ${relative(at)}`,
      neverLoaded: 'Not loaded yet: `/sync`',
    },
    check: {
      well: 'All is well: the bot has the permissions it needs, and the settings name nothing that is gone.',
      title: 'What needs attention',
      error: '❌ Does not work',
      warning: '⚠️ Worth mending',
    },
    set: {
      nothing: 'Choose at least one setting to change. `/config show` shows how they are.',
      wrong: (title: string, help: string) => `**${title}** does not take that value. ${help}`,
      saved: 'Saved:',
      unchanged: 'Nothing to change, it is like that already:',
    },
    panel: {
      link: (url: string, until: number) =>
        `[Open the panel of this server](<${url}>)\nThe link is for you alone: it works once, and ends ${relative(until)}.`,
      unknown:
        'I do not know the roles of this server well enough yet to let you in. Please try again in a minute.',
    },
    invite: (url: string) =>
      `[Invite the bot](<${url}>)\nThe link asks for exactly the permissions it needs. Opened for this server again, it adds those that are missing.`,
  },
  de: {
    commands: {
      config: 'Die Einstellungen dieses Servers',
      show: { name: 'zeigen', text: 'Die wichtigsten Einstellungen zeigen' },
      check: { name: 'prüfen', text: 'Prüfen, ob der Bot hier seine Arbeit tun kann' },
      set: { name: 'setzen', text: 'Wichtige Einstellungen ändern; alle stehen im Panel' },
      panel: { name: 'panel', text: 'Einen Link zu den Seiten dieses Servers im Panel bekommen' },
      invite: { name: 'einladung', text: 'Den Link bekommen, der den Bot mit allem Nötigen einlädt' },
    },
    forbidden:
      'Das ist für alle, die diesen Server verwalten dürfen. Frage jemanden mit dem Recht „Server verwalten“.',
    on: 'an',
    off: 'aus',
    none: 'nichts',
    units: { bytes: 'Bytes', days: 'Tage', minutes: 'Minuten' },
    show: {
      title: 'Wichtige Einstellungen',
      change: 'Ändere sie mit `/config set`; `/config panel` führt zu allen Einstellungen.',
      well: 'Die Einrichtung ist in Ordnung.',
      findings: (count: number) =>
        `${count === 1 ? '1 Punkt' : `${formatCount(count, 'de')} Punkte`} der Einrichtung ${count === 1 ? 'braucht' : 'brauchen'} Aufmerksamkeit: \`/config check\`.`,
      members: 'Mitglieder',
      loaded: (count: number | null, at: number) =>
        `${count === null ? 'Anzahl unbekannt' : formatCount(count, 'de')}, geladen ${relative(at)}`,
      neverLoaded: 'Noch nicht geladen: `/sync`',
    },
    check: {
      well: 'Alles in Ordnung: Der Bot hat die nötigen Rechte, und die Einstellungen nennen nichts, was es nicht mehr gibt.',
      title: 'Was Aufmerksamkeit braucht',
      error: '❌ Funktioniert nicht',
      warning: '⚠️ Sollte behoben werden',
    },
    set: {
      nothing: 'Wähle mindestens eine Einstellung, die sich ändern soll. `/config show` zeigt, wie sie sind.',
      wrong: (title: string, help: string) => `**${title}** nimmt diesen Wert nicht an. ${help}`,
      saved: 'Gespeichert:',
      unchanged: 'Nichts zu ändern, so ist es schon:',
    },
    panel: {
      link: (url: string, until: number) =>
        `[Das Panel dieses Servers öffnen](<${url}>)\nDer Link ist nur für dich: Er gilt einmal und endet ${relative(until)}.`,
      unknown:
        'Ich kenne die Rollen dieses Servers noch nicht gut genug, um dich einzulassen. Bitte versuche es in einer Minute noch einmal.',
    },
    invite: (url: string) =>
      `[Den Bot einladen](<${url}>)\nDer Link verlangt genau die Rechte, die er braucht. Für diesen Server noch einmal geöffnet, ergänzt er die fehlenden.`,
  },
});
