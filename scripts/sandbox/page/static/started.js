import { order } from './server.js';

/** Interactions that this tab began: a form the bot answers with opens here and nowhere else. */
const waiting = new Set();

export async function start(name, body) {
  const { id } = await order(name, body);
  waiting.add(id);
}

/** Whether it is one of ours; true once only. */
export function take(id) {
  return waiting.delete(id);
}
