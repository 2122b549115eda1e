// The package ships these schemas as plain JavaScript: every export is a zod schema under its name.
declare module 'discord-api-spec/zod';
