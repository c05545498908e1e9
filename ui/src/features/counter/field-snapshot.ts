/**
 * What a field held before a scanner began to type into it.
 *
 * Purpose: take text and selection of the focused field, and put both back so that its owner
 * hears of it. Of a secret only the selection is taken: what came after it is cut off again. May use:
 * the DOM. Must never: keep a text longer than the burst it stands before, or read a secret, for a
 * string of the page cannot be wiped.
 */
type Typed = HTMLInputElement | HTMLTextAreaElement;

const texts = new Set(['text', 'search', 'tel', 'url', 'email', 'password', 'number', '']);

/** The element takes what is typed. */
export function takesText(element: EventTarget | null): element is Typed {
  return (
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && texts.has(element.type))
  );
}

/** A passphrase or PIN is typed there; it stays one while it is shown. */
const isSecret = (element: Typed) =>
  element.type === 'password' || element.dataset['secret'] !== undefined;

export class FieldSnapshot {
  readonly #element: Element | null;
  /** Its text; null of a secret, and of what takes none. */
  readonly #value: string | null;
  #start: number | null = null;
  #end: number | null = null;

  /** Puts back what belonged to the field beside its text; null once it did. */
  #back: (() => void) | null;

  constructor(
    element: Element | null,
    /** Remembers that; the answer puts it back. */
    private readonly marks: () => () => void = () => () => undefined,
  ) {
    this.#element = element;
    this.#back = marks();
    if (takesText(element)) {
      this.#value = isSecret(element) ? null : element.value;
      this.#start = element.selectionStart;
      this.#end = element.selectionEnd;
    } else {
      this.#value = element instanceof HTMLSelectElement ? element.value : null;
    }
  }

  /** The keys still go there. */
  get here(): boolean {
    return document.activeElement === this.#element;
  }

  #left = false;

  /** Takes the keys away from the field: what an input method still has goes nowhere. */
  leave(): void {
    if (takesText(this.#element) && document.activeElement === this.#element) {
      this.#left = true;
      this.#element.blur();
    }
  }

  /** Gives the keys back, unless somebody has taken them meanwhile. */
  comeBack(): void {
    if (this.#left && takesText(this.#element) && document.activeElement === document.body) {
      this.#element.focus();
    }
    this.#left = false;
  }

  /** The event comes from the restoring itself and must pass. */
  restoring = false;

  /** Puts the text back with this typed into it, where the keys went. */
  write(text: string): void {
    this.restore();
    const element = this.#element;
    if (!takesText(element) || !element.isConnected) {
      return;
    }
    const start = this.#start ?? element.value.length;
    element.setRangeText(text, start, this.#end ?? start, 'end');
    element.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** Puts text and selection back; says so by an `input` event only when anything had changed. */
  restore(): void {
    // What was done with the form since it was put back stands.
    const back = this.#back ?? this.marks();
    this.#back = null;
    this.#restoreText();
    // Last: whoever heard of the text took it for a hand's.
    back();
  }

  #restoreText(): void {
    const element = this.#element;
    if (takesText(element) && isSecret(element) && element.isConnected) {
      this.#cut(element);
      return;
    }
    if (this.#value === null || !element?.isConnected) {
      return;
    }
    if (!takesText(element) && !(element instanceof HTMLSelectElement)) {
      return;
    }
    if (element.value !== this.#value) {
      element.value = this.#value;
      this.restoring = true;
      element.dispatchEvent(new Event('input', { bubbles: true }));
      if (element instanceof HTMLSelectElement) {
        element.dispatchEvent(new Event('change', { bubbles: true }));
      }
      this.restoring = false;
    }
    if (takesText(element) && this.#start !== null && document.activeElement === element) {
      element.setSelectionRange(this.#start, this.#end ?? this.#start);
    }
  }

  /** What came into a secret goes; where it took something of it along, the rest is worth nothing. */
  #cut(element: Typed): void {
    const [start, caret] = [this.#start ?? 0, element.selectionStart ?? 0];
    if (caret === start && element.selectionEnd === this.#end) {
      return;
    }
    if (this.#end === start && caret > start) {
      element.setRangeText('', start, caret, 'end');
    } else {
      element.value = '';
      [this.#start, this.#end] = [0, 0];
    }
    this.restoring = true;
    element.dispatchEvent(new Event('input', { bubbles: true }));
    this.restoring = false;
  }
}
