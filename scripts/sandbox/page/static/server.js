/** What Discord would not let the member do, in words for them. */
export class Refused extends Error {}

/** A part of what there is to see; null: there is nothing. */
export async function look(name, query) {
  const known = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const reply = await fetch(`/page/${name}?${new URLSearchParams(known)}`);
  return reply.ok ? reply.json() : null;
}

/** Has something done: an order of the control interface. Throws `Refused` where it was not. */
export function order(name, body) {
  return post(`/control/${name}`, body);
}

/** The bot's choices for an option that is being typed. */
export async function suggestions(body) {
  return (await post('/page/suggest', body)).choices;
}

export async function control(view) {
  const reply = await fetch(`/control/${view}`);
  return reply.ok ? reply.json() : null;
}

async function post(path, body) {
  const reply = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Refused('the sandbox does not answer; is it still running?');
  });
  const answer = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Refused(answer.error ?? `the sandbox answered ${reply.status}`);
  return answer;
}

/** Calls whenever something changed, and with whether there is a connection. A hidden tab gives its own back. */
export function follow(stirred, connected) {
  let source = null;
  const connect = () => {
    source?.close();
    source = null;
    if (document.hidden) return;
    source = new EventSource('/page/live');
    source.addEventListener('open', () => {
      connected(true);
      stirred();
    });
    source.addEventListener('message', stirred);
    source.addEventListener('error', () => connected(false));
  };
  document.addEventListener('visibilitychange', connect);
  connect();
}
