import { catalogue } from '../../shared/core/catalogue.ts';

/** Names and descriptions as Discord lists them. */
export const commandTexts = catalogue({
  en: {
    bytes: 'Your bytes and streaks on this server',
    read: { name: 'read', text: 'Balance, streak and roles of a member' },
    readUser: { name: 'user', text: 'Whose bytes to show; without it, your own' },
    send: { name: 'send', text: 'Send some of your bytes to another member' },
    sendUser: { name: 'user', text: 'Who receives them' },
    sendAmount: { name: 'amount', text: 'How many bytes' },
    sendReason: { name: 'reason', text: 'What for; everyone can read it' },
    heap: { name: 'heap', text: 'Who has the most bytes' },
    heapLimit: { name: 'limit', text: 'How many members to list; 10 without it' },
    awards: { name: 'awards', text: 'Check which roles were earned, and have missing ones given' },
    awardsUser: { name: 'user', text: 'Whose roles to check; without it, your own' },
    history: { name: 'history', text: 'What you earned, sent and received; only you see it' },
    sendMenu: 'Send bytes',
  },
  de: {
    bytes: 'Deine Bytes und Serien auf diesem Server',
    read: { name: 'zeigen', text: 'Kontostand, Serie und Rollen eines Mitglieds' },
    readUser: { name: 'mitglied', text: 'Wessen Bytes gezeigt werden; ohne Angabe deine eigenen' },
    send: { name: 'senden', text: 'Einem anderen Mitglied Bytes schicken' },
    sendUser: { name: 'mitglied', text: 'Wer sie bekommt' },
    sendAmount: { name: 'betrag', text: 'Wie viele Bytes' },
    sendReason: { name: 'grund', text: 'Wofür; alle können es lesen' },
    heap: { name: 'rangliste', text: 'Wer die meisten Bytes hat' },
    heapLimit: { name: 'anzahl', text: 'Wie viele Mitglieder; ohne Angabe 10' },
    awards: { name: 'rollen', text: 'Prüfen, welche Rollen verdient sind, und fehlende vergeben lassen' },
    awardsUser: { name: 'mitglied', text: 'Wessen Rollen geprüft werden; ohne Angabe deine eigenen' },
    history: { name: 'verlauf', text: 'Was du verdient, gesendet und bekommen hast; nur du siehst es' },
    sendMenu: 'Bytes senden',
  },
});
