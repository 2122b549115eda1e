import { z } from 'zod';
import { type Action, action } from '../action.ts';

/** What one does in Discord's developer portal. */
export const applicationActions: Record<string, Action> = {
  redirectUris: action(z.object({ uris: z.array(z.string()) }), (s, { uris }) => s.setRedirectUris(uris)),
};
