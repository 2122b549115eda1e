import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { guildId, type InteractionHandle, userId } from '../../scripts/sandbox/index.ts';
import { transact } from '../../shared/db/knex.ts';
import { saveMembers } from '../../shared/sync/member-rows.ts';
import type { TestDatabase } from '../../shared/testing/database.ts';
import type { TestRedis } from '../../shared/testing/redis.ts';
import { kinds } from '../effects/routes.ts';
import { runEffects } from '../effects/run.ts';
import { startBot, type TestBot } from '../interactions/bot.fixture.ts';
import { buttonsOf, type Shown } from '../squads/guild.fixture.ts';

export const guild = guildId('Workshop');

/** The sandbox's Workshop with a moderator, grace, and effects that are done as they come. */
export interface Moderated {
  bot: TestBot;
  /** Handles it, and once more as if the worker had died on the way. */
  answer(asked: InteractionHandle): Promise<Shown>;
  slash(
    name: string,
    command: string,
    options?: Record<string, string | number | boolean>,
  ): InteractionHandle;
  /** Picks an entry of the menu of a user or message. */
  menu(name: string, entry: string, target: string): InteractionHandle;
  pressed(name: string, on: Shown, label: string): InteractionHandle;
  close(): Promise<void>;
}

const moderators =
  P.ModerateMembers | P.KickMembers | P.BanMembers | P.ManageMessages | P.ManageChannels | P.ViewChannel;

export async function moderateGuild({ db }: TestDatabase, { redis }: TestRedis): Promise<Moderated> {
  const bot = await startBot(db, redis);
  const { sandbox, context } = bot;
  await db('guilds').insert({
    id: guild,
    name: 'Workshop',
    owner_id: userId('ada'),
    members_loaded_at: new Date(),
  });
  const { id: role } = sandbox.addRole(guild, { name: 'Moderators', permissions: moderators });
  sandbox.updateMember(guild, userId('grace'), { roles: [role] });
  const world = sandbox.world.guilds.get(guild);
  const roles = [...(world?.roles.values() ?? [])].map(({ id, name, position, permissions }) => ({
    ...{ guild_id: guild, id, name, position, permissions: String(permissions) },
    seen_at: new Date(),
  }));
  await db('guild_roles').insert(roles);
  const own = world?.members.get(sandbox.botId);
  const user = { id: sandbox.botId, username: 'bot', globalName: null, avatar: null, bot: true };
  const nothing = { nick: null, avatar: null, timedOutUntil: null, pending: false };
  const member = { user, roles: [...(own?.roles ?? [])], joinedAt: new Date().toISOString(), ...nothing };
  await transact(db, (trx) => saveMembers(trx, [{ is: 'here', guild, at: Date.now(), member }]));
  const effects = runEffects(context, kinds);
  return {
    bot,
    async answer(asked) {
      await bot.handle(asked);
      const shown = { message: await asked.message(), hidden: asked.ephemeral };
      const copy = structuredClone(shown);
      await bot.handle(asked, { attempt: 1 });
      return copy;
    },
    slash(name, command, options = {}) {
      const [first = '', subcommand] = command.split(' ');
      return sandbox.slash({
        guild,
        user: userId(name),
        name: first,
        ...(subcommand && { subcommand }),
        options,
      });
    },
    menu: (name, entry, target) => sandbox.menu({ guild, user: userId(name), name: entry, target }),
    pressed(name, { message }, label) {
      const button = buttonsOf(message).find((each) => each.label === label);
      if (!button) throw new Error(`no button ${label}`);
      return sandbox.click({ message, user: userId(name), customId: button.custom_id });
    },
    async close() {
      await effects.close();
      await bot.close();
    },
  };
}
