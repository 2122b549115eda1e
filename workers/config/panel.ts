import { SECOND } from '../../shared/core/clock.ts';
import { originOf } from '../../shared/core/origin.ts';
import { transact } from '../../shared/db/knex.ts';
import { linkLife, signPanelLink } from '../../shared/setup/panel-link.ts';
import { findManagedGuild } from '../../shared/setup/standing.ts';
import { saveMembers } from '../../shared/sync/member-rows.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown } from '../interactions/answer.ts';
import type { Call } from '../interactions/command.ts';
import { texts } from './texts.ts';

/**
 * `/config panel`: a link that lets the caller into the pages of this server. The panel looks at our own rows, so what
 * Discord says of the caller here is saved first, as any other sighting.
 */
export async function panel(
  { at, guild, user, sighting, locale }: Call<unknown>,
  { config, db, clock }: Pick<Context, 'config' | 'db' | 'clock'>,
): Promise<Answer> {
  await transact(db, (trx) => saveMembers(trx, [{ is: 'here', guild, at, member: sighting }]));
  if (!(await findManagedGuild({ db, clock }, guild, user.id))) return refused(texts(locale).panel.unknown);
  const visitor = { guild, user: user.id, name: user.username };
  const token = signPanelLink({ clock, secret: config.SECRET }, visitor);
  const until = Math.floor((clock() + linkLife) / SECOND);
  return shown({ content: texts(locale).panel.link(`${originOf(config)}/enter/${token}`, until) });
}
