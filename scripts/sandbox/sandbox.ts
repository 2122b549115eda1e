import { addChannel, type ChannelChange, changeChannel, removeChannel } from './changes/channels.ts';
import { addGuild, removeGuild } from './changes/guilds.ts';
import { addRole, removeRole } from './changes/roles.ts';
import {
  banAs,
  joinGuild,
  leaveGuild,
  type MemberOrder,
  type NewUser,
  unbanAs,
  updateMember,
} from './control/members.ts';
import {
  editAs,
  type MessageOrder,
  postAs,
  type ReactionOrder,
  reactAs,
  removeAs,
} from './control/messages.ts';
import type { Deeds } from './deeds.ts';
import type { Gateway } from './gateway/gateway.ts';
import { autocomplete, type MenuOrder, menu, type SlashOrder, slash } from './interactions/command.ts';
import { type ClickOrder, click } from './interactions/component.ts';
import { handleOf } from './interactions/handle.ts';
import { type SubmitOrder, submit } from './interactions/modal.ts';
import type { Live } from './live.ts';
import type { Records, RequestRecord } from './records.ts';
import type { GuildSeed } from './seed/types.ts';
import { type Trouble, troubleControls } from './trouble.ts';
import { channelIn, guildIn } from './world/lookups.ts';
import type { Interaction } from './world/types.ts';

interface Parts {
  live: Live;
  records: Records;
  deeds: Deeds;
  gateway: Gateway;
  trouble: Trouble;
  /** `http://127.0.0.1:port`. */
  origin: string;
  stop(): Promise<void>;
}

const patience = 5_000;

/** What tests and the control interface hold: acting as members, looking at what the bot did, making trouble. */
export function sandboxOf({ live, records, deeds, gateway, trouble, origin, stop }: Parts) {
  const { world } = live;
  const started = (interaction: Interaction) => handleOf(records, interaction);
  const requestThat = (fits: (request: RequestRecord) => boolean) => () => records.requests.find(fits);

  return {
    /** For the `api` option of @discordjs/rest. */
    api: `${origin}/api`,
    page: `${origin}/`,
    token: world.token,
    applicationId: world.application.id,
    botId: world.bot.id,
    world,
    requests: records.requests,
    violations: records.violations,
    /** What truly happened, to compare with. */
    deeds: deeds.all,
    clearRecords() {
      records.clear();
      deeds.clear();
    },

    /** Resolves with the first thing the probe finds; looked at after every request and every change of the world. */
    waitFor: <T>(probe: () => T | null | undefined | false, timeoutMs = patience, what = 'the expected') =>
      records.waitFor(probe, timeoutMs, what),
    /** Resolves with the first request, past or future, that fits. */
    request: (fits: (request: RequestRecord) => boolean, timeoutMs = patience) =>
      records.waitFor(requestThat(fits), timeoutMs, 'a request'),

    message: (order: MessageOrder) => postAs(live, order),
    edit: (message: { id: string } | string, content: string) => editAs(live, message, content),
    remove: (message: { id: string } | string) => removeAs(live, message),
    react: (order: ReactionOrder) => reactAs(live, order),

    slash: (order: SlashOrder) => started(slash(live, order)),
    autocomplete: (order: SlashOrder & { focused: string }) => started(autocomplete(live, order)),
    menu: (order: MenuOrder) => started(menu(live, order)),
    click: (order: ClickOrder) => started(click(live, order)),
    submit: (order: SubmitOrder) => started(submit(live, order)),

    join: (guild: string, user?: NewUser | string) => joinGuild(live, guild, user),
    leave: (guild: string, user: string) => leaveGuild(live, guild, user),
    updateMember: (guild: string, user: string, change: MemberOrder) =>
      updateMember(live, guild, user, change),
    ban: (guild: string, user: string, reason?: string) => banAs(live, guild, user, reason),
    unban: (guild: string, user: string) => unbanAs(live, guild, user),
    addGuild: (seed: GuildSeed) => addGuild(live, seed),
    removeGuild: (guild: string) => removeGuild(live, guildIn(world, guild)),

    addRole: (guild: string, role: { name: string; permissions?: bigint }) =>
      addRole(live, guildIn(world, guild), role),
    removeRole: (guild: string, role: string) => removeRole(live, guildIn(world, guild), role),
    addChannel: (guild: string, channel: { name: string }) =>
      addChannel(live, guildIn(world, guild), channel),
    removeChannel: (guild: string, channel: string) =>
      removeChannel(live, guildIn(world, guild), channelIn(world, channel)),
    changeChannel: (guild: string, channel: string, change: ChannelChange) =>
      changeChannel(live, guildIn(world, guild), channelIn(world, channel), change),

    /** Dispatches anything at all, for events that the sandbox does not make by itself. */
    dispatch: live.publish,
    trouble: troubleControls(trouble, gateway),
    get sessions() {
      return gateway.sessions();
    },
    stop,
  };
}

export type Sandbox = ReturnType<typeof sandboxOf>;
