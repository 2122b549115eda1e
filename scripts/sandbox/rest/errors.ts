import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';

/** How Discord refuses: HTTP status, JSON error code, its words. */
export const errors = {
  notFound: [404, 0, '404: Not Found'],
  unauthorized: [401, 0, '401: Unauthorized'],
  methodNotAllowed: [405, 0, '405: Method Not Allowed'],
  unknownApplication: [404, Code.UnknownApplication, 'Unknown Application'],
  unknownChannel: [404, Code.UnknownChannel, 'Unknown Channel'],
  unknownGuild: [404, Code.UnknownGuild, 'Unknown Guild'],
  unknownMember: [404, Code.UnknownMember, 'Unknown Member'],
  unknownMessage: [404, Code.UnknownMessage, 'Unknown Message'],
  unknownRole: [404, Code.UnknownRole, 'Unknown Role'],
  unknownUser: [404, Code.UnknownUser, 'Unknown User'],
  unknownEmoji: [404, Code.UnknownEmoji, 'Unknown Emoji'],
  unknownWebhook: [404, Code.UnknownWebhook, 'Unknown Webhook'],
  unknownBan: [404, Code.UnknownBan, 'Unknown Ban'],
  unknownInteraction: [404, Code.UnknownInteraction, 'Unknown interaction'],
  unknownCommand: [404, Code.UnknownApplicationCommand, 'Unknown application command'],
  alreadyAcknowledged: [
    400,
    Code.InteractionHasAlreadyBeenAcknowledged,
    'Interaction has already been acknowledged.',
  ],
  missingAccess: [403, Code.MissingAccess, 'Missing Access'],
  missingPermissions: [403, Code.MissingPermissions, 'Missing Permissions'],
  notTheAuthor: [
    403,
    Code.CannotEditMessageAuthoredByAnotherUser,
    'Cannot edit a message authored by another user',
  ],
  emptyMessage: [400, Code.CannotSendAnEmptyMessage, 'Cannot send an empty message'],
  tooManyReactions: [400, Code.MaximumNumberOfReactionsReached, 'Maximum number of reactions reached (20)'],
  closedToMessages: [403, Code.CannotSendMessagesToThisUser, 'Cannot send messages to this user'],
  nonTextChannel: [
    400,
    Code.CannotSendMessagesInNonTextChannel,
    'Cannot send messages in a non-text channel',
  ],
  invalidToken: [401, Code.InvalidWebhookToken, 'Invalid Webhook Token'],
  tooFewOrMany: [
    400,
    Code.ProvidedTooFewOrTooManyMessagesToDelete,
    'You can only bulk delete between 2 and 100 messages.',
  ],
  tooOldForBulk: [
    400,
    Code.OneOfTheMessagesProvidedWasTooOldForBulkDelete,
    'A message provided was too old to bulk delete',
  ],
  wrongChannelType: [
    400,
    Code.CannotExecuteActionOnThisChannelType,
    'Cannot execute action on this channel type',
  ],
  invalidJson: [400, Code.RequestBodyContainsInvalidJSON, 'The request body contains invalid JSON.'],
} as const satisfies Record<string, readonly [status: number, code: number, message: string]>;

export type ErrorName = keyof typeof errors;
