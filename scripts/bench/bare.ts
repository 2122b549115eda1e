import { REST } from '@discordjs/rest';
import { WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import { GatewayIntentBits } from 'discord-api-types/v10';

/** The bare client: @discordjs/ws and a counter; the yardstick of every other figure. Says `done` after the load. */
const [api = '', messages = '0'] = process.argv.slice(2);
const intents = GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages | GatewayIntentBits.MessageContent;
const rest = new REST({ version: '10', api }).setToken('bench.bench.bench');
const manager = new WebSocketManager({ token: 'bench.bench.bench', intents, rest, shardCount: 1 });
let counted = 0;
manager.on(WebSocketShardEvents.Dispatch, ({ t }) => {
  if (t === 'MESSAGE_CREATE' && ++counted === Number(messages)) process.send?.({ is: 'done' });
});
process.on('disconnect', () => process.exit());
await manager.connect();
