/*
 * Dispatch payloads of our own, written from Discord's documentation ("Message Object", "Guild Create", "Interaction
 * Object"), with the fields that Discord sends and nobody here reads.
 */
const user = {
  id: '80351110224678912',
  username: 'nelly',
  discriminator: '0',
  global_name: 'Nelly',
  avatar: '8342729096ea3675442027381ff50dfe',
  avatar_decoration_data: null,
  public_flags: 64,
};
const member = {
  roles: ['41771983423143936'],
  joined_at: '2015-04-26T06:26:56.936000+00:00',
  premium_since: null,
  nick: null,
  deaf: false,
  mute: false,
  flags: 0,
};

export const humanMessage = {
  id: '334385199974967042',
  type: 0,
  channel_id: '290926798999357250',
  guild_id: '290926798626357999',
  author: user,
  member,
  content: 'Supa Hot',
  timestamp: '2017-07-11T17:27:07.299000+00:00',
  edited_timestamp: null,
  tts: false,
  mention_everyone: false,
  mentions: [{ ...user, id: '80351110224678913', member }],
  mention_roles: ['41771983423143936'],
  attachments: [
    {
      id: '334385199974967043',
      filename: 'photo.png',
      size: 11_022,
      content_type: 'image/png',
      url: 'https://cdn.discordapp.com/attachments/1/2/photo.png',
      proxy_url: 'https://media.discordapp.net/attachments/1/2/photo.png',
      width: 10,
      height: 10,
    },
  ],
  embeds: [],
  components: [],
  reactions: [],
  pinned: false,
  flags: 4,
  nonce: '334385199974967041',
};

export const guildCreate = {
  id: '290926798626357999',
  name: 'Mason’s test server',
  icon: null,
  owner_id: '80351110224678912',
  joined_at: '2026-01-01T00:00:00.000000+00:00',
  large: false,
  unavailable: false,
  member_count: 2,
  roles: [
    {
      id: '290926798626357999',
      name: '@everyone',
      color: 0,
      hoist: false,
      position: 0,
      permissions: '49794752',
      managed: false,
      mentionable: false,
    },
  ],
  emojis: [],
  channels: [
    {
      id: '290926798999357250',
      type: 0,
      name: 'general',
      position: 6,
      parent_id: null,
      permission_overwrites: [],
      nsfw: false,
    },
  ],
  members: [{ ...member, user }],
  threads: [],
  presences: [],
  voice_states: [],
  features: ['COMMUNITY'],
};

export const slashCommand = {
  id: '786008729715212338',
  application_id: '786008729715212337',
  type: 2,
  token: 'aW50ZXJhY3Rpb246Nzg2MDA4NzI5NzE1MjEyMzM4',
  version: 1,
  guild_id: '290926798626357999',
  channel_id: '290926798999357250',
  member: { ...member, user, permissions: '2147483647' },
  app_permissions: '442368',
  locale: 'de',
  guild_locale: 'en-US',
  entitlements: [],
  context: 0,
  data: {
    id: '771825006014889984',
    name: 'bytes',
    type: 1,
    options: [{ name: 'read', type: 1, options: [] }],
  },
};

/** A payload for every type that is read, with the type. */
export const payloads: readonly (readonly [string, Record<string, unknown>])[] = [
  ['MESSAGE_CREATE', humanMessage],
  ['GUILD_CREATE', guildCreate],
  ['GUILD_UPDATE', { ...guildCreate, member_count: undefined, channels: undefined }],
  ['GUILD_DELETE', { id: '290926798626357999', unavailable: true }],
  ['INTERACTION_CREATE', slashCommand],
];
