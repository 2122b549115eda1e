import { catalogue } from '../../shared/core/catalogue.ts';

export const commandTexts = catalogue({
  en: {
    commands: {
      automod: 'Auto-moderation of this server',
      test: { name: 'test', text: 'See which rules would fire on a text, and why the others would not' },
      message: 'What somebody might write',
      user: { name: 'user', text: 'As whom; somebody without roles unless given' },
    },
    forbidden: 'This is for moderators. Ask somebody with the permission Manage Messages.',
    none: 'No rule of this server looks at messages. Whoever manages it can write one in the panel.',
    title: 'What the rules say',
    fires: (action: string) => `would fire: ${action}`,
    monitors: 'would fire; it only monitors',
    more: (count: number) => `… and ${count} more`,
  },
  de: {
    commands: {
      automod: 'Die Auto-Moderation dieses Servers',
      test: {
        name: 'probe',
        text: 'Sehen, welche Regeln bei einem Text greifen, und warum die anderen nicht',
      },
      message: 'Was jemand schreiben könnte',
      user: { name: 'wer', text: 'Als wer; ohne Angabe jemand ohne Rollen' },
    },
    forbidden: 'Das ist für Moderatoren. Bitte jemanden mit der Berechtigung „Nachrichten verwalten“ darum.',
    none: 'Keine Regel dieses Servers sieht Nachrichten an. Wer ihn verwaltet, kann im Panel eine schreiben.',
    title: 'Was die Regeln sagen',
    fires: (action: string) => `würde greifen: ${action}`,
    monitors: 'würde greifen; sie beobachtet nur',
    more: (count: number) => `… und ${count} weitere`,
  },
});
