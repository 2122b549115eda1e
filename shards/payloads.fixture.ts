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
      permission_overwrites: [
        { id: '290926798626357999', type: 0, allow: '0', deny: '2048' },
        { id: '80351110224678912', type: 1, allow: '2048', deny: '0' },
      ],
      nsfw: false,
    },
  ],
  members: [{ ...member, user }],
  threads: [
    {
      id: '290926798999357261',
      parent_id: '290926798999357250',
      type: 11,
      name: 'older',
      thread_metadata: { archived: false, locked: false },
    },
  ],
  presences: [],
  voice_states: [],
  features: ['COMMUNITY'],
};

export const edited = {
  ...humanMessage,
  content: 'Supa Cold',
  edited_timestamp: '2017-07-11T17:28:00.250000+00:00',
};

export const autoMod = {
  guild_id: '290926798626357999',
  action: { type: 3, metadata: { duration_seconds: 60 } },
  rule_id: '969707018069872670',
  rule_trigger_type: 1,
  user_id: '80351110224678912',
  channel_id: '290926798999357250',
  message_id: '334385199974967042',
  alert_system_message_id: '334385199974967049',
  content: 'Supa Hot',
  matched_keyword: 'hot',
  matched_content: 'Hot',
};

export const thread = {
  id: '290926798999357260',
  guild_id: '290926798626357999',
  parent_id: '290926798999357250',
  owner_id: '80351110224678912',
  type: 11,
  name: 'about tea',
  message_count: 0,
  member_count: 1,
  rate_limit_per_user: 0,
  thread_metadata: {
    archived: false,
    auto_archive_duration: 1_440,
    archive_timestamp: '2026-01-01T00:00:00.000000+00:00',
    locked: false,
  },
};

export const guildMember = {
  ...member,
  user: { ...user, bot: false },
  guild_id: '290926798626357999',
  nick: 'Nel',
  avatar: null,
  roles: ['41771983423143937', '41771983423143936'],
  pending: false,
  communication_disabled_until: null,
};

export const membersChunk = {
  guild_id: '290926798626357999',
  members: [guildMember, { ...guildMember, user: { ...user, id: '80351110224678913', bot: true } }],
  chunk_index: 0,
  chunk_count: 1,
  nonce: '17.1.lsj8zgo0',
};

export const presence = {
  user,
  guild_id: '290926798626357999',
  status: 'online',
  activities: [],
  client_status: { web: 'online' },
};

export const ready = {
  v: 10,
  user: { ...user, bot: true },
  guilds: [{ id: '290926798626357999', unavailable: true }],
  session_id: 'd7a8fbb307d7809469ca9abcb0082e4f',
  resume_gateway_url: 'wss://gateway.discord.gg',
  shard: [0, 1],
  application: { id: '786008729715212337', flags: 565_248 },
};

const guildRole = { guild_id: '290926798626357999', role: guildCreate.roles[0] };
const guildChannel = { ...guildCreate.channels[0], guild_id: '290926798626357999' };

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

export const deletedMessage = {
  id: humanMessage.id,
  channel_id: humanMessage.channel_id,
  guild_id: humanMessage.guild_id,
};

export const memberEntry = {
  guild_id: '290926798626357999',
  id: '334385199974968000',
  user_id: user.id,
  target_id: '80351110224678913',
  action_type: 24,
  reason: 'too loud',
  changes: [
    { key: 'communication_disabled_until', new_value: '2026-01-01T01:00:00.000000+00:00' },
    { key: 'nick', old_value: 'Loud' },
    { key: 'mute', old_value: false, new_value: true },
  ],
};

export const rolesEntry = {
  ...memberEntry,
  id: '334385199974968001',
  action_type: 25,
  reason: undefined,
  changes: [
    { key: '$add', new_value: [{ id: '41771983423143936', name: 'Regulars' }] },
    { key: '$remove', new_value: [{ id: '41771983423143937', name: 'Guests' }] },
  ],
};

/** A payload for every type that is read, with the type. */
export const payloads: readonly (readonly [string, Record<string, unknown>])[] = [
  ['MESSAGE_CREATE', humanMessage],
  ['MESSAGE_UPDATE', edited],
  ['MESSAGE_DELETE', deletedMessage],
  ['MESSAGE_DELETE_BULK', { ...deletedMessage, id: undefined, ids: [deletedMessage.id] }],
  ['GUILD_AUDIT_LOG_ENTRY_CREATE', memberEntry],
  ['AUTO_MODERATION_ACTION_EXECUTION', autoMod],
  ['GUILD_CREATE', guildCreate],
  ['GUILD_UPDATE', { ...guildCreate, member_count: undefined, channels: undefined, threads: undefined }],
  ['GUILD_DELETE', { id: '290926798626357999', unavailable: true }],
  ['GUILD_ROLE_CREATE', guildRole],
  ['GUILD_ROLE_UPDATE', guildRole],
  ['GUILD_ROLE_DELETE', { guild_id: '290926798626357999', role_id: '41771983423143936' }],
  ['CHANNEL_CREATE', guildChannel],
  ['CHANNEL_UPDATE', guildChannel],
  ['CHANNEL_DELETE', guildChannel],
  ['THREAD_CREATE', thread],
  ['THREAD_UPDATE', { ...thread, thread_metadata: { ...thread.thread_metadata, archived: true } }],
  ['THREAD_DELETE', { id: thread.id, guild_id: thread.guild_id, parent_id: thread.parent_id, type: 11 }],
  [
    'THREAD_LIST_SYNC',
    { guild_id: thread.guild_id, channel_ids: [thread.parent_id], threads: [thread], members: [] },
  ],
  ['GUILD_MEMBER_ADD', guildMember],
  ['GUILD_MEMBER_REMOVE', { guild_id: '290926798626357999', user }],
  ['GUILD_MEMBER_UPDATE', guildMember],
  ['GUILD_MEMBERS_CHUNK', membersChunk],
  ['PRESENCE_UPDATE', { ...presence, user: { ...user, id: '80351110224678914' } }],
  ['READY', ready],
  ['INTERACTION_CREATE', slashCommand],
];
