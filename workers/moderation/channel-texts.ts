import { catalogue } from '../../shared/core/catalogue.ts';

interface Purged {
  count: number;
  /** A mention; null where it was about everybody. */
  user: string | null;
}

/** What commands say that do something to a channel; channels are mentions. */
export const channelTexts = catalogue({
  en: {
    permission: (permission: string, channel: string) =>
      `For that you need the permission **${permission}** in ${channel}. Ask somebody who has it.`,
    purged: ({ count, user }: Purged) =>
      `${count === 1 ? '1 message' : `${count} messages`}${user ? ` of ${user}` : ''} deleted.`,
    nothing: ({ user }: Purged) =>
      user ? `I found no message of ${user} to delete.` : 'I found no message to delete.',
    older: (count: number) =>
      `Left alone: ${count === 1 ? '1 message that is' : `${count} messages that are`} older than 14 days. Discord lets bots delete those only one by one.`,
    slow: (channel: string, duration: string) =>
      `In ${channel}, members now wait ${duration} between two messages.`,
    quick: (channel: string) => `In ${channel}, members no longer wait between messages.`,
    locked: (channel: string) => `${channel} is locked: members cannot write there. \`/unlock\` ends that.`,
    unlocked: (channel: string) => `${channel} is open again.`,
    reason: (reason: string) => `Reason: ${reason}`,
    wanted: 'It is on its way, but Discord has not answered yet. The panel shows what becomes of it.',
    failed: (answer: string) =>
      `Discord refused: ${answer} Check that I may do this in the channel: \`/config check\` shows what is missing.`,
    overtaken: 'Somebody did something else to this channel meanwhile; I left it at that.',
  },
  de: {
    permission: (permission: string, channel: string) =>
      `Dafür brauchst du die Berechtigung **${permission}** in ${channel}. Wende dich an jemanden, der sie hat.`,
    purged: ({ count, user }: Purged) =>
      `${count === 1 ? '1 Nachricht' : `${count} Nachrichten`}${user ? ` von ${user}` : ''} gelöscht.`,
    nothing: ({ user }: Purged) =>
      user
        ? `Ich habe keine Nachricht von ${user} gefunden, die zu löschen wäre.`
        : 'Ich habe keine Nachricht gefunden, die zu löschen wäre.',
    older: (count: number) =>
      `Nicht angerührt: ${count === 1 ? '1 Nachricht, die' : `${count} Nachrichten, die`} älter als 14 Tage ${count === 1 ? 'ist' : 'sind'}. Discord lässt Bots solche nur einzeln löschen.`,
    slow: (channel: string, duration: string) =>
      `In ${channel} warten Mitglieder jetzt ${duration} zwischen zwei Nachrichten.`,
    quick: (channel: string) => `In ${channel} warten Mitglieder nicht mehr zwischen Nachrichten.`,
    locked: (channel: string) =>
      `${channel} ist gesperrt: Mitglieder können dort nicht schreiben. \`/unlock\` beendet das.`,
    unlocked: (channel: string) => `${channel} ist wieder offen.`,
    reason: (reason: string) => `Grund: ${reason}`,
    wanted:
      'Es ist unterwegs, aber Discord hat noch nicht geantwortet. Die Verwaltung zeigt, was daraus wird.',
    failed: (answer: string) =>
      `Discord hat abgelehnt: ${answer} Sieh nach, ob ich das in dem Kanal darf: \`/config check\` zeigt, was fehlt.`,
    overtaken: 'Jemand hat inzwischen etwas anderes mit diesem Kanal gemacht; dabei habe ich es belassen.',
  },
});
