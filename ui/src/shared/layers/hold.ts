/**
 * Focus stays in a layer while it is the top one, and goes back afterwards.
 *
 * Purpose: the focus trap of Dialog, palette and help. Must never: pull focus out of the privacy
 * cover: what is inert under it holds nothing.
 */
import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';
import { focusable } from '../keys/focus';

const covered = (node: Element): boolean => node.closest('[inert], [data-covered]') !== null;

function first(node: HTMLElement): HTMLElement {
  return (
    node.querySelector<HTMLElement>('[data-first]') ??
    focusable(node).find((element) => element.matches('input, textarea, select')) ??
    node
  );
}

/** `{@attach holdsFocus(() => isTop)}` on the element of the layer. */
export const holdsFocus =
  (top: () => boolean): Attachment<HTMLElement> =>
  (node) => {
    const before = document.activeElement;
    first(node).focus();

    const onkeydown = (event: KeyboardEvent) => {
      // WebKitGTK has no name for Shift+Tab; its place on the keyboard is known.
      const tab = event.key === 'Tab' || event.code === 'Tab';
      if (!tab || event.ctrlKey || event.altKey) {
        return;
      }
      const stops = focusable(node);
      const last = event.shiftKey ? stops[0] : stops.at(-1);
      const next = event.shiftKey ? stops.at(-1) : stops[0];
      const here = document.activeElement;
      if (here === last || here === node || !node.contains(here)) {
        event.preventDefault();
        (next ?? node).focus();
      }
    };
    const onfocusin = (event: FocusEvent) => {
      if (top() && !covered(node) && event.target instanceof Node && !node.contains(event.target)) {
        first(node).focus();
      }
    };
    const offKeys = on(node, 'keydown', onkeydown);
    const offFocus = on(document, 'focusin', onfocusin);
    return () => {
      offKeys();
      offFocus();
      if (before instanceof HTMLElement && before.isConnected && !covered(before)) {
        before.focus();
        return;
      }
      // What had them is gone: else they fall to the page, and Tab begins at the top of the window.
      setTimeout(() => {
        if (document.activeElement === document.body) {
          document.querySelector('main')?.focus();
        }
      });
    };
  };
