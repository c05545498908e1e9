/**
 * Walking a page by keyboard alone.
 *
 * Purpose: a test that reaches something by Tab proves that a person can.
 */
import type { UserEvent } from '@testing-library/user-event';

/** Further than this nobody walks. */
const FAR = 60;

/** Tabs until `element` has focus. */
export async function reach(user: UserEvent, element: HTMLElement): Promise<void> {
  for (let step = 0; step < FAR; step += 1) {
    if (document.activeElement === element) {
      return;
    }
    await user.tab();
  }
  throw new Error(`Tab does not reach ${element.tagName} ${element.id || element.textContent}`);
}

/** Tabs to a field and types. */
export async function fillIn(user: UserEvent, element: HTMLElement, text: string): Promise<void> {
  await reach(user, element);
  await user.keyboard(text);
}

/** Tabs to a button and presses Enter. */
export async function press(user: UserEvent, element: HTMLElement): Promise<void> {
  await reach(user, element);
  await user.keyboard('{Enter}');
}
