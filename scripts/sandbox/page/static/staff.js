import { attempt, openDialog } from './dialog.js';
import { el } from './dom.js';
import { group, labelled, select, tick } from './field.js';
import { look, order } from './server.js';
import { store } from './store.js';

const lengths = [
  ['60', '1 minute'],
  ['300', '5 minutes'],
  ['600', '10 minutes'],
  ['3600', '1 hour'],
  ['86400', '1 day'],
  ['604800', '1 week'],
];
const deleted = [
  ['0', 'nothing'],
  ['3600', 'of the last hour'],
  ['86400', 'of the last day'],
  ['604800', 'of the last 7 days'],
];

/** What Discord's client offers to staff; whether the one outranks the other is decided when it is asked for. */
export function staffEntries(person) {
  const { can, me } = store.view;
  const isMe = person.id === me.id;
  const entries = [
    [can.nickname || (isMe && can.ownNickname), 'Change the nickname …', () => changeNickname(person)],
    [can.roles, 'Roles …', () => changeRoles(person)],
    [can.timeout && !isMe, 'Time out …', () => timeOut(person), true],
    [can.kick && !isMe, 'Kick …', () => kick(person), true],
    [can.ban && !isMe, 'Ban …', () => ban(person), true],
  ];
  const offered = entries.filter(([may]) => may).map(([, label, run, isGrave]) => ({ label, run, isGrave }));
  return offered.length > 0 ? [null, ...offered] : [];
}

function who(person) {
  return { guild: store.place.guild, by: store.place.member, user: person.id };
}

function reasonField() {
  return el('input', { type: 'text', maxlength: 512, autocomplete: 'off' });
}

function changeNickname(person) {
  const nick = el('input', { type: 'text', maxlength: 32, autocomplete: 'off' });
  nick.value = person.name;
  openDialog({
    title: `Nickname of ${person.name}`,
    content: labelled('Nickname', nick, { hint: 'Empty: none' }),
    sendLabel: 'Save',
    send: () => order('updateMember', { ...who(person), change: { nick: nick.value || null } }),
  });
}

async function changeRoles(person) {
  const [roles, members] = await Promise.all([
    look('roles', store.place),
    look('members', { ...store.place, search: person.id }),
  ]);
  const held = members?.shown[0]?.roles ?? [];
  const boxes = (roles ?? [])
    .filter(({ id, isManaged }) => id !== store.place.guild && !isManaged)
    .map(({ id, name }) =>
      tick('checkbox', 'role', { value: id, label: name, isChecked: held.includes(id) }),
    );
  const content = group('Roles', null, boxes);
  const managed = held.filter((id) => roles?.some((role) => role.id === id && role.isManaged));
  const values = () => [...content.querySelectorAll('input:checked')].map(({ value }) => value);
  openDialog({
    title: `Roles of ${person.name}`,
    content,
    sendLabel: 'Save',
    send: () => order('updateMember', { ...who(person), change: { roles: [...managed, ...values()] } }),
  });
}

function timeOut(person) {
  const length = select(lengths, '600');
  const reason = reasonField();
  openDialog({
    title: `Time ${person.name} out`,
    content: el('div', {}, labelled('For', length), labelled('Reason', reason, { optional: true })),
    sendLabel: 'Time out',
    send: () => setTimeOut(person, Number(length.value), reason.value),
  });
}

/** 0 seconds: the timeout ends now. */
export function setTimeOut(person, seconds, reason) {
  return order('timeout', { ...who(person), seconds, reason: reason || undefined });
}

function kick(person) {
  const reason = reasonField();
  openDialog({
    title: `Kick ${person.name}`,
    content: labelled('Reason', reason, { optional: true }),
    sendLabel: 'Kick',
    send: () => order('kick', { ...who(person), reason: reason.value || undefined }),
  });
}

function ban(person) {
  const reason = reasonField();
  const days = select(deleted, '0');
  openDialog({
    title: `Ban ${person.name}`,
    content: el(
      'div',
      {},
      labelled('Reason', reason, { optional: true }),
      labelled('Delete their messages', days),
    ),
    sendLabel: 'Ban',
    send: () =>
      order('ban', { ...who(person), reason: reason.value || undefined, deleteSeconds: Number(days.value) }),
  });
}

export function unban(person) {
  return attempt(() => order('unban', who(person)));
}
