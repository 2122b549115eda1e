import { GatewayCloseCodes, GatewayOpcodes as Op } from 'discord-api-types/v10';
import { type Connection, frame } from './connection.ts';
import type { GatewayDeps } from './deps.ts';
import { identify } from './identify.ts';
import { requestMembers } from './member-chunks.ts';
import { resume } from './resume.ts';
import type { Session } from './session.ts';

type Handler =
  | { needs: 'nothing' | 'stranger'; run(deps: GatewayDeps, connection: Connection, d: unknown): void }
  | { needs: 'session'; run(deps: GatewayDeps, session: Session, d: unknown): void | Promise<void> };

/** What a client may send. `stranger`: only before it has a session. */
const handlers: Partial<Record<number, Handler>> = {
  [Op.Heartbeat]: {
    needs: 'nothing',
    // whatever sequence it names: Discord's gateway looks at that of a RESUME only
    run(deps, connection) {
      if (!deps.trouble.acksWithheld) connection.send(frame(Op.HeartbeatAck, null));
    },
  },
  [Op.Identify]: { needs: 'stranger', run: identify },
  [Op.Resume]: { needs: 'stranger', run: resume },
  [Op.RequestGuildMembers]: { needs: 'session', run: requestMembers },
  [Op.PresenceUpdate]: { needs: 'session', run: () => {} },
  [Op.VoiceStateUpdate]: { needs: 'session', run: () => {} },
  [Op.RequestSoundboardSounds]: { needs: 'session', run: () => {} },
};

export async function handle(
  deps: GatewayDeps,
  connection: Connection,
  op: number,
  d: unknown,
): Promise<void> {
  const handler = handlers[op];
  const { session } = connection;
  if (!session && handler?.needs !== 'nothing' && handler?.needs !== 'stranger')
    return connection.close(GatewayCloseCodes.NotAuthenticated, 'Not authenticated.');
  if (!handler) return connection.close(GatewayCloseCodes.UnknownOpcode, 'Unknown opcode.');
  if (handler.needs === 'session') return session ? handler.run(deps, session, d) : undefined;
  if (session && handler.needs === 'stranger')
    return connection.close(GatewayCloseCodes.AlreadyAuthenticated, 'Already authenticated.');
  handler.run(deps, connection, d);
}
