import type { Refusal } from '../../shared/moderation/act-rules.ts';

type Simple = Exclude<Refusal['is'], 'missing-permission'>;
interface RefusalTexts {
  simple: Record<Simple, string>;
  /** Of whoever asks, and of the bot. */
  missing: Record<'you' | 'bot', (permission: string) => string>;
}

export const refusalsInEnglish: RefusalTexts = {
  simple: {
    self: 'You cannot do that to yourself. Please choose somebody else.',
    owner: 'Nobody can do that to the owner of the server.',
    'bot-itself': 'I do not do that to myself. Please choose somebody else.',
    'is-a-bot': 'Bots cannot be warned: they do not read it. You can kick or ban it.',
    'not-a-member':
      'They are not on this server. Only `/ban`, `/unban` and `/note` work for people who are not here.',
    'not-known-yet':
      'I do not know yet whether they are on this server. Try again when its members are loaded: `/config show` tells.',
    'outranks-you': 'Their highest role is not below yours. Ask somebody who stands above them.',
    'outranks-bot':
      'Their highest role is not below mine, so Discord would not let me. Move my role up in the settings of the server.',
    administrator:
      'They are an administrator, and Discord times those out for nobody. Take that role from them first.',
  },
  missing: {
    you: (permission) => `For that you need the permission ${permission}. Ask somebody who has it.`,
    bot: (permission) =>
      `For that I need the permission ${permission}. Give it to my role in the settings of the server; \`/config check\` shows what else is missing.`,
  },
};

export const refusalsInGerman: RefusalTexts = {
  simple: {
    self: 'Mit dir selbst geht das nicht. Bitte wähle jemand anderen.',
    owner: 'Mit dem Eigentümer des Servers kann das niemand machen.',
    'bot-itself': 'Mit mir selbst mache ich das nicht. Bitte wähle jemand anderen.',
    'is-a-bot': 'Bots kann man nicht verwarnen: Sie lesen es nicht. Du kannst ihn entfernen oder sperren.',
    'not-a-member':
      'Diese Person ist nicht auf diesem Server. Nur `/ban`, `/unban` und `/note` gehen bei Personen, die nicht hier sind.',
    'not-known-yet':
      'Ich weiß noch nicht, ob diese Person auf diesem Server ist. Versuch es noch einmal, wenn die Mitglieder geladen sind: `/config show` zeigt es.',
    'outranks-you':
      'Ihre höchste Rolle steht nicht unter deiner. Wende dich an jemanden, der über ihr steht.',
    'outranks-bot':
      'Ihre höchste Rolle steht nicht unter meiner, darum ließe Discord mich nicht. Schieb meine Rolle in den Einstellungen des Servers nach oben.',
    administrator:
      'Diese Person ist Administrator, und denen gibt Discord keine Auszeit. Nimm ihr zuerst diese Rolle.',
  },
  missing: {
    you: (permission) =>
      `Dafür brauchst du die Berechtigung ${permission}. Wende dich an jemanden, der sie hat.`,
    bot: (permission) =>
      `Dafür brauche ich die Berechtigung ${permission}. Gib sie meiner Rolle in den Einstellungen des Servers; \`/config check\` zeigt, was sonst noch fehlt.`,
  },
};
