import { catalogue } from '../core/catalogue.ts';
import type { Finding, Part, Use } from './finding.ts';
import type { Feature } from './needs.ts';

/** What is wrong, and how to mend it: a sentence each. */
export interface Explanation {
  wrong: string;
  mend: string;
}

/** How channels and roles are named where the words will stand: `#general`, or a mention of Discord's. */
export type NamePart = (part: Part) => string;

/** A finding in words; the panel's titles of settings stay as the panel has them. */
export function explain(
  finding: Finding,
  { locale, nameOf = plainName }: { locale?: string; nameOf?: NamePart } = {},
): Explanation {
  const words = texts(locale);
  const list = (parts: readonly Part[]) => listOf(parts.map(nameOf), words.more);
  const used = (use: Use) => (use.is === 'setting' ? words.setting(use.titles) : words[use.is]);
  switch (finding.is) {
    case 'left':
      return words.left;
    case 'unknown-bot':
      return words.unknownBot;
    case 'members':
      return words.members;
    case 'intent':
      return words.intent(finding.name);
    case 'permission':
      return words.permission(finding.missing.join(', '), words.features[finding.feature]);
    case 'hierarchy':
      return words.hierarchy(list(finding.roles), nameOf(finding.highest));
    case 'role': {
      const tell = finding.why === 'deleted' ? words.roleDeleted : words.roleManaged;
      return tell(list(finding.roles), used(finding.use));
    }
    case 'powers':
      return words.powers(list(finding.roles), used(finding.use), finding.held.join(', '));
    case 'channel': {
      const { why, channels, use } = finding;
      if (why === 'deleted') return words.channelDeleted(list(channels), used(use));
      return words.channelClosed(list(channels), used(use), finding.missing.join(', '));
    }
  }
}

/** For the panel, and wherever nothing is a mention. */
export function plainName({ kind, id, name }: Part): string {
  return name === null ? id : `${kind === 'channel' ? '#' : '@'}${name}`;
}

const most = 8; // named; the panel shows the rest where it is mended

function listOf(names: readonly string[], more: (count: number) => string): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} ${more(names.length - most)}` : shown;
}

interface Texts {
  more: (count: number) => string;
  rewards: string;
  squads: string;
  automod: string;
  setting: (titles: { feature: string; setting: string }) => string;
  features: Record<Feature, string>;
  left: Explanation;
  unknownBot: Explanation;
  members: Explanation;
  intent: (name: string) => Explanation;
  permission: (missing: string, feature: string) => Explanation;
  hierarchy: (roles: string, highest: string) => Explanation;
  roleDeleted: (roles: string, use: string) => Explanation;
  roleManaged: (roles: string, use: string) => Explanation;
  powers: (roles: string, use: string, held: string) => Explanation;
  channelDeleted: (channels: string, use: string) => Explanation;
  channelClosed: (channels: string, use: string, missing: string) => Explanation;
}

const texts = catalogue<Texts>({
  en: {
    more: (count) => `and ${count} more`,
    rewards: 'role rewards',
    squads: 'the squads',
    automod: 'the rules of auto-moderation',
    setting: ({ feature, setting }) => `the setting “${setting}” of ${feature}`,
    features: {
      reading: 'to see what members write',
      announcements: 'to announce daily awards with a message',
      reactions: 'to announce daily awards with a reaction',
      moderation: 'to act on what rules forbid and moderators command',
      channels: 'to lock channels and set their slow mode',
      audit: "to keep cases of what moderators do in Discord's own client, and to log changes of roles",
      raids: "to lock the server down in a raid, and to hear of what Discord's own AutoMod did",
      roles: 'to give role rewards and the roles of squads',
    },
    left: {
      wrong: 'The bot is not in this server.',
      mend: 'Invite it with the invite link.',
    },
    unknownBot: {
      wrong: "The bot's own roles are not known yet, so its permissions could not be checked.",
      mend: 'Load the members of this server once with `/sync`.',
    },
    members: {
      wrong: 'The members of this server were never loaded.',
      mend: 'Load them once with `/sync`.',
    },
    intent: (name) => ({
      wrong: `${name} is switched off, so the bot does not hear what it needs.`,
      mend: 'Whoever runs the bot switches it on in the Discord developer portal, under Bot, Privileged Gateway Intents, and restarts the bot.',
    }),
    permission: (missing, feature) => ({
      wrong: `The bot lacks ${missing}, which it needs ${feature}.`,
      mend: 'Allow it in the server settings, under Roles, for the role of the bot, or open the invite link again.',
    }),
    hierarchy: (roles, highest) => ({
      wrong: `The bot cannot give ${roles}: its highest role, ${highest}, does not stand above.`,
      mend: 'Drag the role of the bot above those in the server settings, under Roles.',
    }),
    roleDeleted: (roles, use) => ({
      wrong: `Deleted roles are still named in ${use}: ${roles}.`,
      mend: `Take them out of ${use}, or choose others.`,
    }),
    roleManaged: (roles, use) => ({
      wrong: `Roles that belong to an integration are named in ${use}, and nobody can be given them: ${roles}.`,
      mend: `Choose other roles in ${use}.`,
    }),
    powers: (roles, use, held) => ({
      wrong: `Roles in ${use} moderate or run the server, and whoever gets one does: ${roles} (${held}).`,
      mend: `Take those permissions from them in the server settings, under Roles, or take the roles out of ${use}.`,
    }),
    channelDeleted: (channels, use) => ({
      wrong: `Deleted channels are still named in ${use}: ${channels}.`,
      mend: `Take them out of ${use}, or choose others.`,
    }),
    channelClosed: (channels, use, missing) => ({
      wrong: `The bot cannot write in ${channels}, which ${use} names: it lacks ${missing} there.`,
      mend: 'Allow it for the role of the bot in the permissions of the channel, or choose another channel.',
    }),
  },
  de: {
    more: (count) => `und ${count} weitere`,
    rewards: 'Rollen als Belohnung',
    squads: 'den Squads',
    automod: 'den Regeln der Auto-Moderation',
    setting: ({ feature, setting }) => `der Einstellung „${setting}“ von ${feature}`,
    features: {
      reading: 'um zu sehen, was Mitglieder schreiben',
      announcements: 'um tägliche Gutschriften mit einer Nachricht anzuzeigen',
      reactions: 'um tägliche Gutschriften mit einer Reaktion anzuzeigen',
      moderation: 'um zu tun, was Regeln und die Moderation verlangen',
      channels: 'um Kanäle zu sperren und ihren Langsam-Modus zu setzen',
      audit:
        'um Fälle zu dem anzulegen, was die Moderation in Discord selbst tut, und geänderte Rollen zu protokollieren',
      raids: 'um den Server bei einem Ansturm zu verriegeln, und um von Discords eigenem AutoMod zu erfahren',
      roles: 'um verdiente Rollen und die der Squads zu vergeben',
    },
    left: {
      wrong: 'Der Bot ist nicht auf diesem Server.',
      mend: 'Lade ihn mit dem Einladungslink ein.',
    },
    unknownBot: {
      wrong:
        'Die eigenen Rollen des Bots sind noch nicht bekannt, daher ließen sich seine Rechte nicht prüfen.',
      mend: 'Lade die Mitglieder dieses Servers einmal mit `/sync`.',
    },
    members: {
      wrong: 'Die Mitglieder dieses Servers wurden noch nie geladen.',
      mend: 'Lade sie einmal mit `/sync`.',
    },
    intent: (name) => ({
      wrong: `${name} ist ausgeschaltet, der Bot erfährt also nicht, was er braucht.`,
      mend: 'Wer den Bot betreibt, schaltet es im Discord Developer Portal unter Bot, Privileged Gateway Intents ein und startet den Bot neu.',
    }),
    permission: (missing, feature) => ({
      wrong: `Dem Bot fehlt ${missing}; er braucht es, ${feature}.`,
      mend: 'Erlaube es in den Servereinstellungen unter Rollen für die Rolle des Bots, oder öffne noch einmal den Einladungslink.',
    }),
    hierarchy: (roles, highest) => ({
      wrong: `Der Bot kann ${roles} nicht vergeben: Seine höchste Rolle, ${highest}, steht nicht darüber.`,
      mend: 'Ziehe die Rolle des Bots in den Servereinstellungen unter Rollen darüber.',
    }),
    roleDeleted: (roles, use) => ({
      wrong: `Gelöschte Rollen stehen noch in ${use}: ${roles}.`,
      mend: `Nimm sie dort heraus oder wähle andere.`,
    }),
    roleManaged: (roles, use) => ({
      wrong: `Rollen einer Integration stehen in ${use}, und niemand kann sie bekommen: ${roles}.`,
      mend: 'Wähle dort andere Rollen.',
    }),
    powers: (roles, use, held) => ({
      wrong: `Mit Rollen aus ${use} moderiert oder verwaltet man den Server, auch wer sie so bekommt: ${roles} (${held}).`,
      mend: `Nimm ihnen diese Rechte in den Servereinstellungen unter Rollen, oder nimm die Rollen aus ${use} heraus.`,
    }),
    channelDeleted: (channels, use) => ({
      wrong: `Gelöschte Kanäle stehen noch in ${use}: ${channels}.`,
      mend: 'Nimm sie dort heraus oder wähle andere.',
    }),
    channelClosed: (channels, use, missing) => ({
      wrong: `Der Bot kann in ${channels} aus ${use} nicht schreiben: Ihm fehlt dort ${missing}.`,
      mend: 'Erlaube es der Rolle des Bots in den Rechten des Kanals, oder wähle einen anderen Kanal.',
    }),
  },
});
