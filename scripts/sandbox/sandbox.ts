import { type CommandPermissionsOrder, setPermissionsAs } from './control/command-permissions.ts';
import { closeMessages, type DirectOrder, postDirectly } from './control/direct.ts';
import { guildControls } from './control/guild-controls.ts';
import { createLoad, joinWave, type RaidOrder, raid, spam } from './control/load.ts';
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
import type { Records, RequestRecord } from './records.ts';
import { troubleControls } from './trouble/controls.ts';
import type { Trouble } from './trouble/trouble.ts';
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

const patience = 5_000;

/** What tests and the control interface hold: acting as members, looking at what the bot did, making trouble. */
export function sandboxOf({ live, records, deeds, gateway, trouble, rates, origin, stop }: Parts) {
  const { world } = live;
  const load = createLoad(live);
  const controls = troubleControls(trouble, gateway, world.now);
  const started = (interaction: Interaction) => handleOf(records, interaction);
  const requestThat = (fits: (request: RequestRecord) => boolean) => () => records.requests.find(fits);

  return {
    /** For the `api` option of @discordjs/rest. */
    api: `${origin}/api`,
    page: `${origin}/`,
    /** The one that counts now: too many identifies reset it. */
    get token() {
      return world.token;
    },
    /** Of the OAuth2 client, whose id is the application's. */
    clientSecret: world.application.secret,
    applicationId: world.application.id,
    botId: world.bot.id,
    world,
    requests: records.requests,
    violations: records.violations,
    /** What truly happened, to compare with. */
    deeds: deeds.all,
    /** The deeds that fit, oldest first. */
    did: (query: DeedQuery) => deeds.that(query),
    clearRecords() {
      records.clear();
      deeds.clear();
    },

    /** Resolves with the first thing the probe finds; looked at after every request and every change of the world. */
    waitFor: <T>(probe: () => T | null | undefined | false, timeoutMs = patience, what = 'the expected') =>
      records.waitFor(probe, timeoutMs, what),
    /** Calls after every request and every change of the world; returns what ends that. */
    watch: records.watch,
    /** Resolves with the first request, past or future, that fits. */
    request: (fits: (request: RequestRecord) => boolean, timeoutMs = patience) =>
      records.waitFor(requestThat(fits), timeoutMs, 'a request'),

    message: (order: MessageOrder) => postAs(live, order),
    /** Its author does, unless `by` says otherwise. */
    edit: (message: { id: string } | string, content: string, by?: string) =>
      editAs(live, message, content, by),
    /** Writes to the bot directly. */
    direct: (order: DirectOrder) => postDirectly(live, order),
    /** Whether the user takes direct messages of the bot. */
    closeMessages: (user: string, closed = true) => closeMessages(live, user, closed),
    remove: (message: { id: string } | string, by?: string) => removeAs(live, message, by),
    react: (order: ReactionOrder) => reactAs(live, order),

    slash: (order: SlashOrder) => started(slash(live, order)),
    autocomplete: (order: SlashOrder & { focused: string }) => started(autocomplete(live, order)),
    menu: (order: MenuOrder) => started(menu(live, order)),
    click: (order: ClickOrder) => started(click(live, order)),
    submit: (order: SubmitOrder) => started(submit(live, order)),
    /** Says who may use commands in a guild, as its managers can. */
    commandPermissions: (order: CommandPermissionsOrder) => setPermissionsAs(live, order),

    ...guildControls(live),

    /** Registers where users may be sent back to after /oauth2/authorize, instead of those before. */
    setRedirectUris: (uris: string[]) => setRedirectUris(world, uris),

    /** Dispatches anything at all, for events that the sandbox does not make by itself. */
    dispatch: live.publish,
    trouble: controls,
    load,
    raid: (order: RaidOrder) => raid(live, order),
    joinWave: (order: { guild: string; members: number }) => joinWave(live, order),
    spam: (order: { guild: string; user: string; messages: number }) => spam(live, order),
    /** How busy the sandbox is, over the last seconds. */
    get rate() {
      return rates.now();
    },
    get sessions() {
      return gateway.sessions();
    },
    async stop() {
      load.stop();
      controls.calm();
      rates.stop();
      await stop();
    },
  };
}

export type Sandbox = ReturnType<typeof sandboxOf>;
