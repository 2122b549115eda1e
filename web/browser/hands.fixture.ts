import type { Locator, Page } from 'playwright-core';

const patience = 200; // stops on one page; more is a trap

/** How a person works: the same deeds with a mouse, or with a keyboard alone. */
export interface Hands {
  /** Replaces what is in the field. */
  write(field: Locator, text: string): Promise<void>;
  /** Uses a link or button that stays on the page. */
  press(target: Locator): Promise<void>;
  /** Uses a link or button, and waits for the page that comes of it. */
  follow(target: Locator): Promise<void>;
  /** Ticks a box, or takes that one of a group. */
  tick(target: Locator): Promise<void>;
}

/** What the keyboard reaches a mouse does as well: it goes through all of it with --full, and has tests of its own. */
export const hands: Record<string, (page: Page) => Hands> = {
  ...(process.env.TEST_FULL && { 'the mouse': mouseOn }),
  'the keyboard alone': keyboardOn,
};

export function mouseOn(page: Page): Hands {
  return {
    write: (field, text) => field.fill(text),
    press: (target) => target.click(),
    follow: (target) => loaded(page, () => target.click()),
    tick: (target) => target.check(),
  };
}

/** Everything is reached with Tab (within a group of radio buttons, with the arrows), and nothing is aimed at. */
export function keyboardOn(page: Page): Hands {
  const { keyboard } = page;

  async function reach(target: Locator, step: () => Promise<string> = async () => 'Tab'): Promise<void> {
    let element = await target.elementHandle(); // once: to find it by its name costs more than all else of a stop
    for (let stop = 0; stop < patience; stop++) {
      const place = await element?.evaluate((one) => {
        if (!one.isConnected) return 'gone';
        return one === one.ownerDocument.activeElement ? 'here' : 'elsewhere';
      });
      if (place === 'here') return;
      if (place === 'elsewhere') await keyboard.press(await step());
      else element = await target.elementHandle(); // the page put another in its place
    }
    throw new Error(`the keyboard does not reach ${target} on ${page.url()}`);
  }

  /** Of a group, Tab stops at one radio button only. */
  async function towards(target: Locator): Promise<string> {
    const name = await target.getAttribute('name');
    const inGroup = await page
      .locator(':focus')
      .evaluateAll(
        (focused, group) =>
          focused.some((one) => one.getAttribute('type') === 'radio' && one.getAttribute('name') === group),
        name,
      );
    return inGroup ? 'ArrowDown' : 'Tab';
  }

  return {
    async write(field, text) {
      await reach(field);
      await keyboard.press('ControlOrMeta+A');
      await keyboard.type(text);
    },
    async press(target) {
      await reach(target);
      await keyboard.press('Enter');
    },
    async follow(target) {
      await reach(target);
      await loaded(page, () => keyboard.press('Enter'));
    },
    async tick(target) {
      await reach(target, () => towards(target));
      if (!(await target.isChecked())) await keyboard.press('Space');
    },
  };
}

async function loaded(page: Page, act: () => Promise<void>): Promise<void> {
  await Promise.all([page.waitForEvent('load'), act()]);
}
