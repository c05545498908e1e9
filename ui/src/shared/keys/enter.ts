/**
 * Enter goes to the next field, Shift+Enter back: an intake is typed without looking for Tab.
 *
 * Purpose: one action for every form. In a text area Enter is a new line, and Ctrl+Enter moves on.
 * Must never: take a key an input method or a list of suggestions needs (`defaultPrevented`), or
 * press a button.
 */
import type { Action } from 'svelte/action';
import { on } from 'svelte/events';
import { composing } from './composing';
import { focusable, focusWhole } from './focus';

/** What a form may add. */
interface EnterOptions {
  /** Enter in the last field. Without it the next button takes focus. */
  end?: () => void;
}

const FIELD = 'input, select, textarea';

/** Whether this key press means "next" (1) or "back" (-1); 0 when it means something else. */
function step(event: KeyboardEvent): -1 | 0 | 1 {
  const target = event.target;
  if (event.key !== 'Enter' || event.altKey || event.metaKey || composing(event)) {
    return 0;
  }
  if (!(target instanceof HTMLElement) || !target.matches(FIELD) || event.defaultPrevented) {
    return 0;
  }
  if (target instanceof HTMLTextAreaElement && !event.ctrlKey) {
    return 0;
  }
  return event.shiftKey ? -1 : 1;
}

/** `use:enterMoves` on the element around the fields. */
export const enterMoves: Action<HTMLElement, EnterOptions | undefined> = (node, given) => {
  let options = given;
  const onkeydown = (event: KeyboardEvent) => {
    const by = step(event);
    if (by === 0) {
      return;
    }
    event.preventDefault();
    // A radio that another of its group stands for is no stop itself, but it has its place.
    const at = event.target as HTMLElement;
    const stops = focusable(node);
    const side = by === 1 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
    const group = at instanceof HTMLInputElement && at.type === 'radio' ? at.name : null;
    const beyond = stops.filter(
      (stop) =>
        (at.compareDocumentPosition(stop) & side) !== 0 &&
        !(group !== null && stop instanceof HTMLInputElement && stop.name === group),
    );
    const rest = by === 1 ? beyond : beyond.reverse();
    const next = rest.find((stop) => stop.matches(FIELD));
    if (next) {
      focusWhole(next);
      if (next instanceof HTMLInputElement && next.type !== 'radio' && next.type !== 'checkbox') {
        next.select();
      }
    } else if (by === 1) {
      if (options?.end) {
        options.end();
      } else {
        rest.find((stop) => stop.matches('button'))?.focus();
      }
    }
  };
  // Svelte's own `on`: after the handlers of the fields inside, which may want the key.
  const off = on(node, 'keydown', onkeydown);
  return {
    update: (changed) => {
      options = changed;
    },
    destroy: off,
  };
};
