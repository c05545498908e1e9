/**
 * Where focus goes: what can take it, and the right part of a field that is a group.
 *
 * Purpose: one answer for the focus trap, Enter between fields and the error summary. Must never:
 * focus something hidden, inert or disabled.
 */

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex="-1"])';

const usable = (element: Element): element is HTMLElement =>
  element instanceof HTMLElement && !element.closest('[inert], [hidden]');

/**
 * Of radios with one name only one stands in the order of focus: the chosen one, else the first.
 */
function standsForGroup(element: HTMLElement, all: readonly Element[]): boolean {
  if (!(element instanceof HTMLInputElement) || element.type !== 'radio') {
    return true;
  }
  const group = all.filter(
    (other): other is HTMLInputElement =>
      other instanceof HTMLInputElement && other.type === 'radio' && other.name === element.name,
  );
  return element === (group.find((radio) => radio.checked) ?? group[0]);
}

/** Everything under `root` that Tab reaches, in order. */
export function focusable(root: ParentNode): HTMLElement[] {
  const all = [...root.querySelectorAll(FOCUSABLE)].filter(usable);
  return all.filter((element) => element.tabIndex >= 0 && standsForGroup(element, all));
}

/** Puts focus on the element of this id, or on the part of it that takes focus. */
export function focusOn(id: string): void {
  const element = document.getElementById(id);
  if (!element) {
    return;
  }
  const own = element.matches(FOCUSABLE) ? element : focusable(element)[0];
  focusWhole(own ?? element);
}

/**
 * Gives it the keys, and brings it into sight whole, its label and hint with it: an engine does so with
 * no more than its first line.
 */
export function focusWhole(element: HTMLElement): void {
  element.focus();
  element.closest('.field')?.scrollIntoView({ block: 'nearest' });
  // Of a field taller than the screen the control itself is seen.
  element.scrollIntoView({ block: 'nearest' });
}

/** A part that opened has the keys, and the screen begins with its heading. */
export function focusHeading(id: string): void {
  const heading = document.getElementById(id);
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'start' });
}

/** Scrolls a list so far that this line of it is in sight; the list is what lines are placed in. */
export function reveal(line: HTMLElement | null): void {
  const list = line?.parentElement;
  if (!line || !list) {
    return;
  }
  const bottom = line.offsetTop + line.offsetHeight;
  if (line.offsetTop < list.scrollTop) {
    list.scrollTop = line.offsetTop;
  } else if (bottom > list.scrollTop + list.clientHeight) {
    list.scrollTop = bottom - list.clientHeight;
  }
}
