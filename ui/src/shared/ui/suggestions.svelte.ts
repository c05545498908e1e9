/**
 * Suggestions for a text while it is typed: asked late, answered in any order, shown in the right
 * one.
 *
 * Purpose: the state behind Combobox and the palette. Must never: show an answer to an older
 * text, or change the text.
 */
const PAUSE = 120;

export class Suggestions<Item> {
  items = $state.raw<readonly Item[]>([]);
  /** Highlighted one; -1 while the text itself is what counts. */
  active = $state(-1);
  open = $state(false);
  /** The last question had no answer. */
  none = $state(false);
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly query: (text: string) => Promise<readonly Item[]>) {}

  /** Asks for this text after a pause; a newer question overtakes an older one. */
  ask(text: string, pause = PAUSE): void {
    if (text.trim() === '') {
      this.close();
    } else {
      this.#ask(text, pause);
    }
  }

  /** Asks at once for all there is, which is asked for by no text. */
  askAll(): void {
    this.#ask('', 0);
  }

  #ask(text: string, pause: number): void {
    const question = this.#next();
    this.#timer = setTimeout(() => {
      this.query(text).then(
        (found) => {
          if (question === this.#asked) {
            this.#show(found);
          }
        },
        // No suggestions is all that a refusal means here: the text stays free.
        () => {
          if (question === this.#asked) {
            this.#show([]);
          }
        },
      );
    }, pause);
  }

  /** Highlights the next or previous one, round and round. */
  move(by: 1 | -1): void {
    const count = this.items.length;
    const from = this.active < 0 && by < 0 ? 0 : this.active;
    this.active = count === 0 ? -1 : (from + by + count) % count;
  }

  /** Nothing is shown, and no answer still under way will be. */
  close(): void {
    this.#next();
    this.#show([]);
    this.none = false;
  }

  #next(): number {
    clearTimeout(this.#timer);
    this.#asked += 1;
    return this.#asked;
  }

  #show(found: readonly Item[]): void {
    this.items = found;
    this.active = -1;
    this.open = found.length > 0;
    this.none = found.length === 0;
  }
}
