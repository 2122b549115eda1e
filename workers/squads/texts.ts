import { formatBytes, formatCount } from '../../shared/bytes/format.ts';
import { catalogue } from '../../shared/core/catalogue.ts';

interface Deal {
  to: string;
  from: string | null;
  cost: number;
  balance: number;
}

export const texts = catalogue({
  en: {
    commands: {
      squads: 'Squads of this server',
      list: { name: 'list', text: 'All squads, their members, and what joining costs you' },
      join: { name: 'join', text: 'Join a squad, or switch to another one' },
      leave: { name: 'leave', text: 'Leave your squad' },
      info: { name: 'info', text: 'The squad of a member' },
      infoUser: { name: 'user', text: 'Whose squad to show; without it, your own' },
      members: { name: 'members', text: 'Who is in a squad' },
      membersSquad: { name: 'squad_name', text: 'Which squad' },
    },
    list: {
      title: 'Squads',
      members: (members: number, capacity: number | null) =>
        capacity !== null
          ? `${formatCount(members, 'en')} of ${formatCount(capacity, 'en')} members`
          : members === 1
            ? '1 member'
            : `${formatCount(members, 'en')} members`,
      yours: 'your squad',
      free: 'Joining your first squad is free.',
      cost: (cost: number) =>
        cost === 0 ? 'Joining is free.' : `Joining costs you ${formatBytes(cost, 'en')}.`,
      minimum: (minimum: number, missing: number) =>
        `Joining needs ${formatBytes(minimum, 'en')}: you are missing ${formatBytes(missing, 'en')}.`,
      none: 'There are no squads on this server yet.',
    },
    pick: {
      free: 'Which squad do you want to join? It is free.',
      cost: (cost: number, balance: number) =>
        `Which squad do you want to join? It costs ${formatBytes(cost, 'en')}; you have ${formatBytes(balance, 'en')}. You will be asked before you pay.`,
      placeholder: (page: number, pages: number) =>
        pages === 1 ? 'Choose a squad' : `Choose a squad (page ${page} of ${pages})`,
      noneLeft: 'There is no squad that you could join now: you are in the only one, or the others are full.',
    },
    confirm: {
      join: ({ to, from, cost, balance }: Deal) =>
        `${from === null ? `Join **${to}**?` : `Leave **${from}** and join **${to}**?`} It costs ${formatBytes(cost, 'en')}. You have ${formatBytes(balance, 'en')} and keep ${formatBytes(balance - cost, 'en')}.`,
      leave: ({ from, cost, balance }: { from: string; cost: number; balance: number }) =>
        `Leave **${from}**? It is free; you keep your ${formatBytes(balance, 'en')}.${cost > 0 ? ` Joining a squad later costs ${formatBytes(cost, 'en')}.` : ''}`,
    },
    joined: ({ to, from, cost, balance }: Deal) =>
      [
        from === null ? `You are in **${to}** now.` : `You left **${from}** and are in **${to}** now.`,
        cost > 0 ? ` It cost ${formatBytes(cost, 'en')}; you have ${formatBytes(balance, 'en')} left.` : '',
        ' Its role follows in a moment.',
      ].join(''),
    left: (from: string) => `You left **${from}**. Its role will be taken from you in a moment.`,
    belowMinimum: ({ minimum, missing }: { minimum: number; missing: number }) =>
      `For that you need ${formatBytes(minimum, 'en')}: you are missing ${formatBytes(missing, 'en')}. Your first message of each day earns some.`,
    unknown: 'This squad does not exist any more. Nothing was changed: run `/squads join` to see the others.',
    inactive: 'This squad takes no new members at the moment. Nothing was changed.',
    already: 'You are in this squad already. Nothing was changed.',
    full: (capacity: number) =>
      `This squad is full: all ${formatCount(capacity, 'en')} places are taken. Nothing was changed.`,
    cancelled: 'Cancelled. Nothing was changed.',
    changed: (cost: number) =>
      `Joining costs ${formatBytes(cost, 'en')} by now. Nothing was changed: run \`/squads join\` again if you still want to.`,
    poor: ({ cost, missing }: { cost: number; missing: number }) =>
      `Joining costs ${formatBytes(cost, 'en')}: you are missing ${formatBytes(missing, 'en')}. Nothing was changed.`,
    nowhere: 'You are not in a squad. Run `/squads join` to join one.',
    leftAlready: 'You are not in that squad any more. Nothing was changed.',
    bot: 'Bots are in no squads. Please choose a person.',
    noSuch: (name: string) =>
      `There is no squad called “${name}” here. Run \`/squads list\` to see all of them.`,
    info: {
      squad: 'Squad',
      since: 'Member since',
      received: 'Bytes received',
      balance: 'Balance',
      none: 'In no squad',
      joinable: 'Squads you may join',
      more: (more: number) => `and ${formatCount(more, 'en')} more: \`/squads list\``,
      trouble: 'Discord does not let me give its role at the moment: a moderator can see why in the panel.',
    },
    members: {
      title: (name: string, members: number) =>
        `${name}: ${members === 1 ? '1 member' : `${formatCount(members, 'en')} members`}`,
      since: (seconds: number) => `since <t:${seconds}:D>`,
      none: 'Nobody is in this squad yet.',
    },
  },
  de: {
    commands: {
      squads: 'Squads dieses Servers',
      list: { name: 'liste', text: 'Alle Squads, ihre Mitglieder, und was der Beitritt dich kostet' },
      join: { name: 'beitreten', text: 'Einem Squad beitreten oder in ein anderes wechseln' },
      leave: { name: 'verlassen', text: 'Dein Squad verlassen' },
      info: { name: 'info', text: 'Das Squad eines Mitglieds' },
      infoUser: { name: 'mitglied', text: 'Wessen Squad gezeigt wird; ohne Angabe dein eigenes' },
      members: { name: 'mitglieder', text: 'Wer in einem Squad ist' },
      membersSquad: { name: 'squad', text: 'Welches Squad' },
    },
    list: {
      title: 'Squads',
      members: (members: number, capacity: number | null) =>
        capacity !== null
          ? `${formatCount(members, 'de')} von ${formatCount(capacity, 'de')} Mitgliedern`
          : members === 1
            ? '1 Mitglied'
            : `${formatCount(members, 'de')} Mitglieder`,
      yours: 'dein Squad',
      free: 'Dein erstes Squad ist kostenlos.',
      cost: (cost: number) =>
        cost === 0 ? 'Der Beitritt ist kostenlos.' : `Der Beitritt kostet dich ${formatBytes(cost, 'de')}.`,
      minimum: (minimum: number, missing: number) =>
        `Für den Beitritt braucht es ${formatBytes(minimum, 'de')}: Dir fehlen ${formatBytes(missing, 'de')}.`,
      none: 'Auf diesem Server gibt es noch keine Squads.',
    },
    pick: {
      free: 'Welchem Squad möchtest du beitreten? Es ist kostenlos.',
      cost: (cost: number, balance: number) =>
        `Welchem Squad möchtest du beitreten? Es kostet ${formatBytes(cost, 'de')}; du hast ${formatBytes(balance, 'de')}. Bevor du zahlst, wirst du gefragt.`,
      placeholder: (page: number, pages: number) =>
        pages === 1 ? 'Wähle ein Squad' : `Wähle ein Squad (Seite ${page} von ${pages})`,
      noneLeft:
        'Zurzeit gibt es kein Squad, dem du beitreten könntest: Du bist im einzigen, oder die anderen sind voll.',
    },
    confirm: {
      join: ({ to, from, cost, balance }: Deal) =>
        `${from === null ? `**${to}** beitreten?` : `**${from}** verlassen und **${to}** beitreten?`} Das kostet ${formatBytes(cost, 'de')}. Du hast ${formatBytes(balance, 'de')} und behältst ${formatBytes(balance - cost, 'de')}.`,
      leave: ({ from, cost, balance }: { from: string; cost: number; balance: number }) =>
        `**${from}** verlassen? Das ist kostenlos; du behältst deine ${formatBytes(balance, 'de')}.${cost > 0 ? ` Später wieder einem Squad beizutreten kostet ${formatBytes(cost, 'de')}.` : ''}`,
    },
    joined: ({ to, from, cost, balance }: Deal) =>
      [
        from === null
          ? `Du bist jetzt in **${to}**.`
          : `Du hast **${from}** verlassen und bist jetzt in **${to}**.`,
        cost > 0
          ? ` Das hat ${formatBytes(cost, 'de')} gekostet; du hast noch ${formatBytes(balance, 'de')}.`
          : '',
        ' Die Rolle folgt gleich.',
      ].join(''),
    left: (from: string) => `Du hast **${from}** verlassen. Die Rolle wird dir gleich genommen.`,
    belowMinimum: ({ minimum, missing }: { minimum: number; missing: number }) =>
      `Dafür brauchst du ${formatBytes(minimum, 'de')}: Dir fehlen ${formatBytes(missing, 'de')}. Deine erste Nachricht jedes Tages bringt welche.`,
    unknown:
      'Dieses Squad gibt es nicht mehr. Es wurde nichts geändert: Mit `/squads join` siehst du die anderen.',
    inactive: 'Dieses Squad nimmt zurzeit niemanden auf. Es wurde nichts geändert.',
    already: 'Du bist schon in diesem Squad. Es wurde nichts geändert.',
    full: (capacity: number) =>
      `Dieses Squad ist voll: Alle ${formatCount(capacity, 'de')} Plätze sind vergeben. Es wurde nichts geändert.`,
    cancelled: 'Abgebrochen. Es wurde nichts geändert.',
    changed: (cost: number) =>
      `Der Beitritt kostet inzwischen ${formatBytes(cost, 'de')}. Es wurde nichts geändert: Rufe \`/squads join\` noch einmal auf, wenn du weiterhin möchtest.`,
    poor: ({ cost, missing }: { cost: number; missing: number }) =>
      `Der Beitritt kostet ${formatBytes(cost, 'de')}: Dir fehlen ${formatBytes(missing, 'de')}. Es wurde nichts geändert.`,
    nowhere: 'Du bist in keinem Squad. Mit `/squads join` trittst du einem bei.',
    leftAlready: 'Du bist nicht mehr in diesem Squad. Es wurde nichts geändert.',
    bot: 'Bots sind in keinem Squad. Bitte wähle eine Person.',
    noSuch: (name: string) =>
      `Ein Squad namens „${name}“ gibt es hier nicht. Mit \`/squads list\` siehst du alle.`,
    info: {
      squad: 'Squad',
      since: 'Mitglied seit',
      received: 'Erhaltene Bytes',
      balance: 'Kontostand',
      none: 'In keinem Squad',
      joinable: 'Squads, denen du beitreten kannst',
      more: (more: number) => `und ${formatCount(more, 'de')} weitere: \`/squads list\``,
      trouble:
        'Discord lässt mich die Rolle zurzeit nicht vergeben: Warum, sieht die Moderation in der Verwaltung.',
    },
    members: {
      title: (name: string, members: number) =>
        `${name}: ${members === 1 ? '1 Mitglied' : `${formatCount(members, 'de')} Mitglieder`}`,
      since: (seconds: number) => `seit <t:${seconds}:D>`,
      none: 'In diesem Squad ist noch niemand.',
    },
  },
});
export type Texts = ReturnType<typeof texts>;
