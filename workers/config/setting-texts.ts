import { catalogue } from '../../shared/core/catalogue.ts';

/** A quick setting in Discord. */
export interface SettingWords {
  title: string;
  /** The option of `/config set`; lower case, without spaces. */
  option: string;
  /** What belongs there; at most 100 characters, Discord's limit. */
  help: string;
  /** Of a setting that is a choice. */
  choices?: Record<string, string>;
}

/** By the id of the setting (quick-settings.ts); a test sees that none is missing. */
export const settingTexts = catalogue<Record<string, SettingWords>>({
  en: {
    'bytes.enabled': {
      title: 'Bytes enabled',
      option: 'bytes-enabled',
      help: 'Off: nobody earns, and the commands say so. Balances stay.',
    },
    'bytes.dailyAmount': {
      title: 'Daily amount',
      option: 'bytes-daily-amount',
      help: "For the first message of a member's day, times the multiplier of the streak.",
    },
    'bytes.timeZone': {
      title: 'Time zone',
      option: 'bytes-time-zone',
      help: 'When a day begins: an IANA name such as Europe/Berlin.',
    },
    'bytes.announce': {
      title: 'Daily awards are announced by',
      option: 'bytes-announce',
      help: 'How a member learns of the award of the day.',
      choices: { reaction: 'a reaction', message: 'a message', off: 'nothing' },
    },
    'bytes.largestTransfer': {
      title: 'Largest transfer',
      option: 'bytes-largest-transfer',
      help: 'What a member can send another at once.',
    },
    'bytes.transferCooldownMinutes': {
      title: 'Time between transfers',
      option: 'bytes-transfer-cooldown-minutes',
      help: 'Of one giver, in minutes. 0: none.',
    },
    'automod.enabled': {
      title: 'Auto-moderation enabled',
      option: 'automod-enabled',
      help: 'Off: no rule looks at anything.',
    },
    'automod.traces': {
      title: 'Record message traces',
      option: 'automod-traces',
      help: 'Who wrote when and where, without the text, for 7 days: what backtests of rules need.',
    },
    'files.enabled': {
      title: 'Enforce file rules',
      option: 'files-enabled',
      help: 'Off: attachments are recorded, and nothing is done about them.',
    },
    'moderation.moderatorRole': {
      title: 'Moderator role',
      option: 'moderation-moderator-role',
      help: 'Its members count as moderators, besides whoever has Manage Messages.',
    },
    'moderation.automodLog': {
      title: 'Log channel of auto-moderation',
      option: 'moderation-automod-log',
      help: 'Where every firing is told, with why.',
    },
  },
  de: {
    'bytes.enabled': {
      title: 'Bytes eingeschaltet',
      option: 'bytes-eingeschaltet',
      help: 'Aus: Niemand verdient, und die Befehle sagen es. Kontostände bleiben.',
    },
    'bytes.dailyAmount': {
      title: 'Täglicher Betrag',
      option: 'bytes-tagesbetrag',
      help: 'Für die erste Nachricht am Tag eines Mitglieds, mal dem Faktor der Serie.',
    },
    'bytes.timeZone': {
      title: 'Zeitzone',
      option: 'bytes-zeitzone',
      help: 'Wann ein Tag beginnt: ein IANA-Name wie Europe/Berlin.',
    },
    'bytes.announce': {
      title: 'Tägliche Gutschriften werden angezeigt durch',
      option: 'bytes-anzeige',
      help: 'Wie ein Mitglied von der Gutschrift des Tages erfährt.',
      choices: { reaction: 'eine Reaktion', message: 'eine Nachricht', off: 'nichts' },
    },
    'bytes.largestTransfer': {
      title: 'Größte Sendung',
      option: 'bytes-größte-sendung',
      help: 'Wie viel ein Mitglied einem anderen auf einmal schicken kann.',
    },
    'bytes.transferCooldownMinutes': {
      title: 'Zeit zwischen Sendungen',
      option: 'bytes-pause-in-minuten',
      help: 'Desselben Mitglieds, in Minuten. 0: keine.',
    },
    'automod.enabled': {
      title: 'Auto-Moderation eingeschaltet',
      option: 'automod-eingeschaltet',
      help: 'Aus: Keine Regel sieht etwas an.',
    },
    'automod.traces': {
      title: 'Spuren von Nachrichten aufzeichnen',
      option: 'automod-spuren',
      help: 'Wer wann wo schrieb, ohne Text, 7 Tage lang: was Proben von Regeln brauchen.',
    },
    'files.enabled': {
      title: 'Dateiregeln durchsetzen',
      option: 'dateien-eingeschaltet',
      help: 'Aus: Anhänge werden aufgezeichnet, mehr geschieht nicht.',
    },
    'moderation.moderatorRole': {
      title: 'Moderatorenrolle',
      option: 'moderation-rolle',
      help: 'Ihre Mitglieder gelten als Moderatoren, neben allen, die Nachrichten verwalten dürfen.',
    },
    'moderation.automodLog': {
      title: 'Protokollkanal der Auto-Moderation',
      option: 'moderation-automod-protokoll',
      help: 'Wo jeder Fall mit seinem Grund steht.',
    },
  },
});
