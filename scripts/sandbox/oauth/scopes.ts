/** What a user can allow the application, in the words of the page (Discord's documentation, "OAuth2 Scopes"). */
export const scopes = {
  identify: 'Know your user name, your display name and your avatar',
  email: 'Know your e-mail address',
  guilds: 'Know which servers you are in',
  'guilds.join': 'Join servers for you',
  'guilds.members.read': 'Know your nickname and your roles in servers',
  connections: 'Know your connected accounts',
  bot: 'Add its bot to a server',
  'applications.commands': 'Offer its commands in a server',
} as const;

export type Scope = keyof typeof scopes;

/** Null where there is none, or one that is not known here. */
export function scopesIn(text: string | null): Scope[] | null {
  const wanted = [...new Set((text ?? '').split(' ').filter((name) => name !== ''))];
  const known = wanted.filter(isScope);
  return wanted.length > 0 && known.length === wanted.length ? known : null;
}

function isScope(name: string): name is Scope {
  return Object.hasOwn(scopes, name);
}
