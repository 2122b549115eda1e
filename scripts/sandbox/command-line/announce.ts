import type { Sandbox } from '../index.ts';

const reportEvery = 10_000; // milliseconds

/** One line of JSON, for whoever started the process. */
export function announceReady({ api, token, page, applicationId, clientSecret }: Sandbox): void {
  console.log(JSON.stringify({ ready: true, api, token, page, applicationId, clientSecret }));
}

/** What a person at a terminal needs. */
export function welcome({ api, token, page, applicationId, clientSecret }: Sandbox): void {
  console.log(`The sandbox stands in for Discord, on this machine alone.

  Page            ${page}
  API             ${api}
  Bot token       ${token}
  Client id       ${applicationId}
  Client secret   ${clientSecret}

Point a bot at it:
  discord.js        new Client({ intents, rest: { api: '${api}' } })
  @discordjs/rest   new REST({ api: '${api}' })
  others            ${api} instead of https://discord.com/api; GET /gateway/bot names the gateway

Ctrl-C stops it.`);
}

/** A line every ten seconds in which something was asked or sent. */
export function reportRate(sandbox: Sandbox): () => void {
  const timer = setInterval(() => {
    const { framesPerSecond, bytesPerSecond, requestsPerSecond, sockets, cpu } = sandbox.rate;
    if (framesPerSecond === 0 && requestsPerSecond === 0) return;
    const kilobytes = Math.round(bytesPerSecond / 1_000);
    console.log(
      `${framesPerSecond} frames/s (${kilobytes} kB/s), ${requestsPerSecond} requests/s, ${sockets} sockets, ${Math.round(cpu * 100)} % CPU`,
    );
  }, reportEvery);
  return () => clearInterval(timer);
}
