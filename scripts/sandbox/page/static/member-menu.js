import { mention } from './composer.js';
import { openMenu } from './menu.js';
import { runEntry } from './message-menu.js';
import { look } from './server.js';
import { staffEntries } from './staff.js';
import { go, store } from './store.js';

/** What the member can do with another one, who may have left. `person` has an id and a name. */
export async function openMemberMenu(at, person) {
  const commands = (await look('commands', store.place)) ?? { user: [] };
  openMenu(at, person.name, [
    { label: 'Mention', run: () => mention(person.id) },
    ...(person.isBot ? [] : [{ label: `Act as ${person.name}`, run: () => go({ member: person.id }) }]),
    ...staffEntries(person),
    ...(commands.user.length > 0 ? [null] : []),
    ...commands.user.map((name) => ({ label: name, run: () => runEntry(name, person.id) })),
  ]);
}
