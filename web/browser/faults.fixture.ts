import type { BrowserContext, ConsoleMessage, Page, Request, Response } from 'playwright-core';

/**
 * What no page may do, collected while a person uses the panel: errors on the console (a violated content security
 * policy is one), uncaught errors, dialogs of scripts, files that are missing, requests to another host, answers of
 * the 500s.
 */
export function collectFaults(context: BrowserContext, origin: string): string[] {
  const faults: string[] = [];
  const watch = (page: Page) => {
    page.on('pageerror', (error) => faults.push(`${page.url()} threw ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !isStatus(message))
        faults.push(`${page.url()} logs ${message.text()}`);
    });
    page.on('dialog', (dialog) => {
      if (dialog.type() !== 'beforeunload') faults.push(`${page.url()} opened a dialog: ${dialog.message()}`);
      void dialog.accept().catch(() => {}); // its page may be gone
    });
  };
  context.on('page', watch);
  context.on('request', (request) => {
    const { protocol, origin: to } = new URL(request.url());
    if (/^https?:$/.test(protocol) && to !== origin) faults.push(`asks another host: ${request.url()}`);
  });
  context.on('response', (response) => {
    if (isFaulty(response)) faults.push(`${response.status()} for ${response.url()}`);
  });
  return faults;
}

/** Chromium logs every answer of the 400s; those are judged as responses. */
function isStatus(message: ConsoleMessage): boolean {
  return message.text().startsWith('Failed to load resource: the server responded with a status of');
}

function isFaulty(response: Response): boolean {
  const isDocument = isNavigation(response.request());
  return response.status() >= (isDocument ? 500 : 400);
}

function isNavigation(request: Request): boolean {
  return request.resourceType() === 'document';
}
