import type { Page } from '../http/page.ts';
import { guild } from './guild.ts';
import { guilds } from './guilds.ts';
import { landing } from './landing.ts';
import { login } from './login.ts';
import { password } from './password.ts';

/** Served without a session, so that they answer even where Redis does not. */
export const publicPages: Page[] = [landing];

/** Every page of the panel. A new one is a file beside this one and its name here. */
export const pages: Page[] = [...login, ...password, guilds, ...guild];
