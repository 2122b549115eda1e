import { catalogue } from '../../shared/core/catalogue.ts';

/** What every command may have to say. */
export const texts = catalogue({
  en: {
    unknown:
      'This command is not the one I know. It was probably changed just now: please try it again in a minute.',
    stale: 'This button is no longer in use. Please run the command again.',
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
    failed: (id: string) =>
      `Bei uns ist etwas schiefgegangen, und es ist vermerkt. Wenn es wieder passiert, gib diese Kennung an die Moderation: \`${id}\`.`,
    processing: 'Das dauert etwas länger als sonst. Es wird bearbeitet, und die Antwort erscheint hier.',
    unsure:
      'Das hat zu lange gedauert, und ich konnte nicht feststellen, wie es ausging. Bitte sieh nach, ob es gewirkt hat, bevor du es noch einmal versuchst.',
  },
});
