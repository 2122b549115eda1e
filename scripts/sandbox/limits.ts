// What Discord allows people and bots alike; what only one of them meets stands where it is asked for.

export const largestFile = 10 * 1024 * 1024; // bytes; Discord's documentation, "Uploading Files", without boosts
export const mostFiles = 10; // of a message
export const mostReactions = 20; // different emoji on one message
export const longestContent = 2_000; // characters of a message
export const longestReason = 512; // characters; Discord's documentation, "Audit Log Entry Object"
export const longestTimeout = 28 * 24 * 3_600_000; // milliseconds; "Modify Guild Member"
export const longestPause = 24 * 3_600_000; // milliseconds; "Modify Guild Incident Actions"
export const mostRoles = 250; // of a guild, @everyone not counted
export const mostChannels = 500; // of a guild, categories included, threads not
export const answerWithin = 3_000; // milliseconds from an interaction to its answer; "Interaction Callback"
export const interactionLife = 15 * 60_000; // milliseconds an interaction's token lives; "Followup Messages"
