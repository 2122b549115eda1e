import { readRoles } from '../../shared/setup/giveable.ts';
import { listRoleTrouble } from '../../shared/squads/roles.ts';
import { listSquads } from '../../shared/squads/store.ts';
import { type Page, show } from '../http/page.ts';
import { guildOf } from '../middleware/staff.ts';
import { viewRole } from './role-view.ts';
import { mayChange } from './settings-place.ts';

const template = new URL('./squads.pug', import.meta.url);

/** The squads of a guild: at most as many as it has roles. */
export const squads: Page = {
  method: 'get',
  path: '/admin/guilds/:guildId/squads',
  access: 'viewer',
  async handle(ctx, deps) {
    const guild = guildOf(ctx);
    const [found, roles, trouble] = await Promise.all([
      listSquads(deps, guild.id),
      readRoles(deps, guild.id),
      listRoleTrouble(deps, guild.id),
    ]);
    show(ctx, deps, template, {
      title: `Squads of ${guild.name || guild.id}`,
      wide: true,
      squads: found.map((squad) => ({ ...squad, role: viewRole(roles, squad.role) })),
      trouble: trouble.map((one) => ({ ...one, role: viewRole(roles, one.role) })),
      mayChange: mayChange(ctx),
    });
  },
};
