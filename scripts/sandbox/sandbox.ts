import { type CommandPermissionsOrder, setPermissionsAs } from './control/command-permissions.ts';
import { closeMessages, type DirectOrder, postDirectly } from './control/direct.ts';
import { guildControls } from './control/guild-controls.ts';
import { createLoad, joinWave, type RaidOrder, raid, type SpamOrder, spam } from './control/load.ts';
import { editAs, removeAs } from './control/message-changes.ts';
import { type MessageOrder, postAs } from './control/messages.ts';
import { type ReactionOrder, reactAs } from './control/reactions.ts';
import { setRedirectUris } from './control/redirect-uris.ts';
import type { DeedQuery, Deeds } from './deeds.ts';
import type { Gateway } from './gateway/gateway.ts';
import { autocomplete, type SlashOrder, slash } from './interactions/command.ts';
import { type ClickOrder, click } from './interactions/component.ts';
import { handleOf } from './interactions/handle.ts';
import { type MenuOrder, menu } from './interactions/menu.ts';
import { type SubmitOrder, submit } from './interactions/modal.ts';
import type { Live } from './live.ts';
import type { Rates } from './rates.ts';
import { patience, type Records, type RequestRecord } from './records.ts';
import { troubleControls } from './trouble/controls.ts';
import type { Trouble } from './trouble/trouble.ts';
import type { Which } from './world/lookups.ts';
import type { Interaction } from './world/types.ts';

interface Parts {
  live: Live;
  records: Records;
  deeds: Deeds;
  gateway: Gateway;
  trouble: Trouble;
  rates: Rates;
  /** `http://127.0.0.1:port`. */
  origin: string;
  stop(): Promise<void>;
}

/**
 * What a test holds, and what POST /control/<name> gives to other processes: acting as people, looking at what the bot
 * did, making trouble.
 *
 * Everything that acts throws `Cannot` where Discord would not let that person, and `NotInWorld` where an id is not
 * there. Whatever it changes has happened, is on record and is on its way to the gateway when it returns.
 */
export function sandboxOf({ live, records, deeds, gateway, trouble, rates, origin, stop }: Parts) {
  const { world } = live;
  const load = createLoad(live);
  const controls = troubleControls(trouble, gateway, world.now);
  const started = (interaction: Interaction) => handleOf(records, interaction);
  const requestThat = (fits: (request: RequestRecord) => boolean) => () => records.requests.find(fits);

  return {
    /** For the `api` option of @discordjs/rest. */
    api: `${origin}/api`,
    /** Where a person acts as any member. */
    page: `${origin}/`,
    /** The one that counts now: too many identifies reset it. */
    get token() {
      return world.token;
    },
    /** Of the OAuth2 client, whose id is the application's. */
    clientSecret: world.application.secret,
    applicationId: world.application.id,
    botId: world.bot.id,
    /** What is there now, to look at: whoever writes into it tells nobody. */
    world,

    /** The bot's requests as they were answered, oldest first. */
    requests: records.requests,
    /** Requests and payloads of the bot that no correct one would send. */
    violations: records.violations,
    /** What truly happened, to compare with; oldest first. */
    deeds: deeds.all,
    /** The deeds that fit. */
    did: (query: DeedQuery) => deeds.that(query),
    /** Forgets requests, violations and deeds. */
    clearRecords() {
      records.clear();
      deeds.clear();
    },
    /** Of the gateway: counts, and what is open. */
    get sessions() {
      return gateway.sessions();
    },
    /** How busy the sandbox is, over the last seconds. */
    get rate() {
      return rates.now();
    },

    /** Resolves with the first thing the probe finds; looked at after every request and every change of the world. */
    waitFor: <T>(probe: () => T | null | undefined | false, timeoutMs = patience, what = 'the expected') =>
      records.waitFor(probe, timeoutMs, what),
    /** Resolves with the first request, past or future, that fits. */
    request: (fits: (request: RequestRecord) => boolean, timeoutMs = patience) =>
      records.waitFor(requestThat(fits), timeoutMs, 'a request'),
    /** Calls after every request and every change of the world; returns what ends that. */
    watch: records.watch,

    /** A member writes in a channel; what AutoMod blocks is `Cannot`, too. */
    message: (order: MessageOrder) => postAs(live, order),
    /** The author changes the text; `by` is somebody who tries. */
    edit: (message: Which, content: string, by?: string) => editAs(live, message, content, by),
    /** The author deletes it, or `by`. */
    remove: (message: Which, by?: string) => removeAs(live, message, by),
    /** A member adds a reaction, or takes their own away. */
    react: (order: ReactionOrder) => reactAs(live, order),
    /** A user writes to the bot directly. */
    direct: (order: DirectOrder) => postDirectly(live, order),
    /** The user takes no direct messages of the bot any more, or takes them again. */
    closeMessages: (user: string, closed = true) => closeMessages(live, user, closed),

    /** A member runs a chat command that the bot has registered. */
    slash: (order: SlashOrder) => started(slash(live, order)),
    /** A member types into one of its options. */
    autocomplete: (order: SlashOrder & { focused: string }) => started(autocomplete(live, order)),
    /** A member picks a context menu entry on a user or message. */
    menu: (order: MenuOrder) => started(menu(live, order)),
    /** A member presses a button or chooses from a select. */
    click: (order: ClickOrder) => started(click(live, order)),
    /** A member sends the form that the bot has shown them. */
    submit: (order: SubmitOrder) => started(submit(live, order)),
    /** Somebody says who may use commands in a guild. */
    commandPermissions: (order: CommandPermissionsOrder) => setPermissionsAs(live, order),

    /** Members, roles, channels, threads, invites, AutoMod rules, and the guilds themselves. */
    ...guildControls(live),

    /** Registers where users may be sent back to after /oauth2/authorize, instead of those before. */
    setRedirectUris: (uris: string[]) => setRedirectUris(world, uris),
    /** Dispatches anything at all, for events that the sandbox does not make by itself. */
    dispatch: live.publish,

    /** Misbehaviour of gateway and REST, until it is calmed. */
    trouble: controls,
    /** Members of all guilds write, so many messages a second. */
    load,
    /** New members join and all post the same. */
    raid: (order: RaidOrder) => raid(live, order),
    /** New members join. */
    joinWave: (order: { guild: string; members: number }) => joinWave(live, order),
    /** One member posts many messages at once. */
    spam: (order: SpamOrder) => spam(live, order),

    /** Ends everything; resolves when the port is free again. */
    async stop() {
      load.stop();
      controls.calm();
      rates.stop();
      await stop();
    },
  };
}

export type Sandbox = ReturnType<typeof sandboxOf>;
