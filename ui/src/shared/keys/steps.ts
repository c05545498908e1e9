/**
 * Arrows between the buttons of a list, coming round at its ends; Home and End go there.
 *
 * Purpose: one way to walk a list of acts. Must never: take a key that no list knows.
 */
import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';

type Walk = (at: number, count: number) => number;

const walks: Readonly<Partial<Record<string, Walk>>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  // From outside the list up is its last.
  ArrowUp: (at, count) => (at <= 0 ? count : at) - 1,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/** `{@attach steps}` on the element of the list. */
export const steps: Attachment<HTMLElement> = (node) =>
  on(node, 'keydown', (event) => {
    const walk = walks[event.key];
    const buttons = [...node.querySelectorAll('button')];
    if (walk === undefined || buttons.length === 0) {
      return;
    }
    event.preventDefault();
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[walk(at, buttons.length)]?.focus();
  });
