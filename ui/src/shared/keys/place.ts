/**
 * Nobody who works by keys loses her place: what had them and goes away hands them on.
 *
 * Purpose: a row that leaves its list gives the keys to its neighbour, a part that is replaced to
 * what holds it; without this they would go to the page, and Tab would begin at the top of the
 * window. May use: the DOM. Must never: take the keys from where the screen itself put them, or
 * lead out of the dialog that is open.
 */
import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';
import { focusable } from './focus';

const follows = (one: Node, other: Node): boolean =>
  (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

/** The neighbour after what went, else the one before it, among what stands in the same part. */
function neighbour(part: Element, after: Node | null): HTMLElement | undefined {
  const all = focusable(part);
  if (after === null || !after.isConnected) {
    return all.at(-1);
  }
  const next = (one: Node) => one === after || after.contains(one) || follows(after, one);
  return all.find(next) ?? all.at(-1);
}

/** `{@attach keepsPlace}` on what holds the screens; it must be able to take focus itself. */
export const keepsPlace: Attachment<HTMLElement> = (node) => {
  let last: Element | null = null;

  const off = on(node, 'focusin', ({ target }) => {
    last = target instanceof Element ? target : null;
  });
  const seen = new MutationObserver((records) => {
    const held = last;
    if (!held || held.isConnected || document.activeElement !== document.body) {
      return;
    }
    const gone = records.find(({ removedNodes }) =>
      [...removedNodes].some((one) => one.contains(held)),
    );
    const part = gone?.target;
    last = null;
    const at = part instanceof Element && part.isConnected ? part : node;
    const whole = at.closest<HTMLElement>('[aria-modal="true"]') ?? node;
    if (whole.closest('[inert]')) {
      return;
    }
    // Where something else came in its place, one begins with that at its beginning.
    const replaced = records.some(
      ({ target, addedNodes }) =>
        target === part && [...addedNodes].some((one) => one instanceof Element && one.isConnected),
    );
    const next = gone && !replaced && at !== node ? neighbour(at, gone.nextSibling) : undefined;
    (next ?? whole).focus();
  });
  seen.observe(node, { childList: true, subtree: true });
  return () => {
    off();
    seen.disconnect();
  };
};
