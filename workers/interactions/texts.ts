import { catalogue } from '../../shared/core/catalogue.ts';

/** What every command may have to say. */
export const texts = catalogue({
  en: {
    unknown:
      'This command is not the one I know. It was probably changed just now: please try it again in a minute.',
    stale: 'This button is no longer in use. Please run the command again.',
    staleForm: 'This form is no longer in use. Please run the command again.',
    slowForm: 'Opening the form took me too long. Please try again.',
    guildOnly: 'This works on servers only. Please use it in a channel of the server it is about.',
    expired: 'That question has expired, and nothing was changed. Please run the command again.',
    foreign: (owner: string) => `This is for <@${owner}> alone. Run the command yourself to get your own.`,
    confirm: { yes: 'Confirm', no: 'Cancel' },
    pages: { previous: 'Previous', next: 'Next' },
    failed: (id: string) =>
      `Something went wrong on our side, and it has been noted. If it happens again, give this id to a moderator: \`${id}\`.`,
    processing:
      'This takes a moment longer than usual. It is being processed, and the answer will appear here.',
    unsure:
      'This took too long, and I could not find out how it ended. Please check whether it took effect before trying again.',
  },
  de: {
    unknown:
      'Diesen Befehl kenne ich so nicht. Wahrscheinlich wurde er gerade geändert: Bitte versuche es in einer Minute noch einmal.',
    stale: 'Dieser Knopf ist nicht mehr in Gebrauch. Bitte rufe den Befehl noch einmal auf.',
    staleForm: 'Dieses Formular ist nicht mehr in Gebrauch. Bitte rufe den Befehl noch einmal auf.',
    slowForm: 'Das Formular zu öffnen hat mir zu lange gedauert. Bitte versuche es noch einmal.',
    guildOnly: 'Das geht nur auf Servern. Bitte benutze es in einem Kanal des Servers, um den es geht.',
    expired: 'Diese Frage ist abgelaufen, und nichts wurde geändert. Bitte rufe den Befehl noch einmal auf.',
    foreign: (owner: string) =>
      `Das ist nur für <@${owner}>. Rufe den Befehl selbst auf, um deins zu bekommen.`,
    confirm: { yes: 'Bestätigen', no: 'Abbrechen' },
    pages: { previous: 'Zurück', next: 'Weiter' },
    failed: (id: string) =>
      `Bei uns ist etwas schiefgegangen, und es ist vermerkt. Wenn es wieder passiert, gib diese Kennung an die Moderation: \`${id}\`.`,
    processing: 'Das dauert etwas länger als sonst. Es wird bearbeitet, und die Antwort erscheint hier.',
    unsure:
      'Das hat zu lange gedauert, und ich konnte nicht feststellen, wie es ausging. Bitte sieh nach, ob es gewirkt hat, bevor du es noch einmal versuchst.',
  },
});
