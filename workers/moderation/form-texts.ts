import { catalogue } from '../../shared/core/catalogue.ts';

/** What the forms say that open on a message. */
export const formTexts = catalogue({
  en: {
    warn: {
      title: (name: string) => `Warn ${name}`,
      reason: 'Reason',
      help: 'They are told it. A name of a template stands for its text.',
    },
    report: {
      title: 'Report this message',
      reason: 'What is wrong with it?',
      help: 'Only the moderators of this server read it.',
      done: 'Thank you. The moderators of this server see the message and what you said about it.',
      already: 'You reported this message before; the moderators know of it. Nothing was changed.',
      tooMany:
        'Thank you for looking after this server. You reported a lot within an hour: please wait a while, or write to a moderator directly.',
      self: 'That message is your own: you can delete it yourself.',
      bot: 'That message is mine. Please tell a moderator directly what is wrong with it.',
    },
    expired: 'That form was open for too long, and nothing was changed. Please open it again.',
  },
  de: {
    warn: {
      title: (name: string) => `${name} verwarnen`,
      reason: 'Grund',
      help: 'Er wird mitgeteilt. Der Name einer Vorlage steht für ihren Text.',
    },
    report: {
      title: 'Diese Nachricht melden',
      reason: 'Was ist damit nicht in Ordnung?',
      help: 'Nur die Moderation dieses Servers liest es.',
      done: 'Danke. Die Moderation dieses Servers sieht die Nachricht und was du dazu gesagt hast.',
      already: 'Du hast diese Nachricht schon gemeldet; die Moderation weiß davon. Es wurde nichts geändert.',
      tooMany:
        'Danke, dass du auf diesen Server achtest. Du hast in der letzten Stunde viel gemeldet: Warte bitte eine Weile, oder schreib der Moderation direkt.',
      self: 'Diese Nachricht ist deine eigene: Du kannst sie selbst löschen.',
      bot: 'Diese Nachricht ist von mir. Bitte sag der Moderation direkt, was damit nicht in Ordnung ist.',
    },
    expired: 'Das Formular war zu lange offen, und es wurde nichts geändert. Bitte öffne es noch einmal.',
  },
});
