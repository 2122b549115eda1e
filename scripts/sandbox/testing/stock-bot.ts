import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  Events,
  GatewayIntentBits as I,
  LabelBuilder,
  ModalBuilder,
  SlashCommandBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';

const commands = [
  new SlashCommandBuilder().setName('hello').setDescription('Get to know each other'),
  new SlashCommandBuilder()
    .setName('remove')
    .setDescription('Time a member out, then ban them')
    .addUserOption((option) => option.setName('member').setDescription('Whom').setRequired(true)),
];

/** An ordinary bot on discord.js; only the address of the API is not Discord's. Ready when it resolves. */
export async function startStockBot({ api, token }: { api: string; token: string }): Promise<Client<true>> {
  const intents = [I.Guilds, I.GuildMembers, I.GuildModeration, I.GuildMessages, I.MessageContent];
  const client = new Client({ intents, rest: { api } });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  client.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isButton()) {
      const name = new TextInputBuilder().setCustomId('name').setStyle(TextInputStyle.Short);
      const label = new LabelBuilder().setLabel('Your name').setTextInputComponent(name);
      const modal = new ModalBuilder().setCustomId('introduction').setTitle('Introduce yourself');
      await interaction.showModal(modal.addLabelComponents(label));
    } else if (interaction.isModalSubmit()) {
      await interaction.reply(`Hello ${interaction.fields.getTextInputValue('name')}!`);
    } else if (interaction.isChatInputCommand() && interaction.commandName === 'hello') {
      await interaction.deferReply();
      const button = new ButtonBuilder()
        .setCustomId('introduce')
        .setLabel('Me')
        .setStyle(ButtonStyle.Primary);
      const row = new ActionRowBuilder<ButtonBuilder>().addComponents(button);
      await interaction.editReply({ content: 'Who are you?', components: [row] });
    } else if (interaction.isChatInputCommand() && interaction.inCachedGuild()) {
      const member = interaction.options.getMember('member');
      await member?.timeout(60_000, 'spam');
      await member?.ban({ reason: 'spam', deleteMessageSeconds: 60 });
      await interaction.reply(`Removed ${member?.displayName}.`);
    }
  });
  await client.login(token);
  await (await ready).application.commands.set(commands);
  return ready;
}
