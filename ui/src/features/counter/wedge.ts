/**
 * A scanner that types: its burst is told from a person's typing and kept out of every field.
 *
 * Purpose: one listener in the capture phase. The first keys of a burst land where a key would (so
 * typing is never delayed); once twelve keys came too fast for a hand, the focused field gets back
 * what it held before, and the rest is swallowed. Keys are read by their place on the keyboard, so
 * an input method cannot turn `dd` into `đ`; where one takes letters back, that is told with the
 * payload. One that has the keys before the page hides the first ones: the desk heard those too.
 * What turns out to be no code was a quick hand on a slow machine: the field gets it back.
 * Outside a text field a key that would act (a digit picks an option, a space presses a button: a
 * receipt's code may hold both) waits until it is clear that no burst follows, then acts. May use: the DOM. Must never: keep or show a payload.
 */
import { BlindKeys } from './blind-keys';
import { FieldSnapshot, takesText } from './field-snapshot';
import { beginsCode, isCode } from './codes';
import { characterOf } from './key-codes';
import { NEXT_LINE, awaitsLine } from './machine-lines';
import { GAP, PAUSE, Pace } from './wedge-pace';
import { acts, blind, composingKey, ends, endsShort, leaves, pressable } from './wedge-keys';
import type { Burst, WedgeOptions } from './wedge-options';

export type { Burst };

/** Fewer are no card's. */
const KEYS = 12;
/** Silence after which a burst without Enter is over. */
const SILENCE = 150;
/** Keys that wait behind a busy page are heard within this. */
const STRAGGLERS = 15;
/** How long after a burst an input method may still write what it held back. */
const ECHO = 120;
/** How long after any burst the page may still write what it had under way. */
const SETTLE = 10;
/** How long a slow input method is waited for. */
const PATIENCE = 400;
/** So long after its last key at most it is known what a scan left in the field. */
const TOLD = SILENCE + ECHO + PATIENCE + 100;
/** In place of a letter that came as a sequence of the keypad. */
const LOST = '\uFFFD';

const written = ['beforeinput', 'input', 'compositionstart', 'compositionupdate', 'compositionend'];

interface Held {
  target: EventTarget | null;
  event: KeyboardEvent;
}

class Wedge {
  #text = '';
  #keys = 0;
  #damaged = false;
  #swallowing = false;
  #snapshot: FieldSnapshot | null = null;
  #held: Held[] = [];
  #replaying = false;
  /** Read, and not told yet. */
  #done: Burst | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #echo: ReturnType<typeof setTimeout> | undefined;
  readonly #blind = new BlindKeys();
  readonly #pace = new Pace();
  /** An input method wrote during this burst. */
  #composing = false;
  /** What waits for the burst goes on. */
  #over = (): void => undefined;

  constructor(private readonly options: WedgeOptions) {}

  readonly keydown = (event: KeyboardEvent): void => {
    if (this.#replaying || leaves(event)) {
      return;
    }
    // It comes when the input method is done with it: its time says nothing.
    if (blind(event)) {
      this.#blind.pressed(this.#keys === 0, this.options.marks);
      this.#maybe(this.#swallowing ? TOLD : GAP);
      if (this.#swallowing) {
        this.#swallow(event);
      }
      return;
    }
    // No scanner has these: what it typed is over.
    if (this.#swallowing && /^F\d/.test(event.code)) {
      this.#finish();
    }
    const at = (this.options.clock ?? ((one) => one.timeStamp))(event);
    if (!this.#swallowing) {
      this.#endEcho();
    }
    // Where a key moved the keys on, a hand goes on.
    const code = this.#snapshot?.here === true && beginsCode(this.#text);
    if (!this.#pace.follows(at, code) && !this.#swallowing) {
      this.#forget();
    }
    if (this.#swallowing) {
      this.#swallow(event);
    }
    if (!this.#swallowing && endsShort(this.#keys, event)) {
      this.#held = [];
      this.#swallow(event);
      this.#forget();
      return;
    }
    // A key held down repeats as fast as a scanner types.
    if (event.repeat && !this.#swallowing) {
      this.#forget();
      return;
    }
    if (this.#swallowing && ends.has(event.key === '\n' ? 'Enter' : event.code)) {
      if (awaitsLine(this.#text)) {
        this.#await(NEXT_LINE);
      } else {
        this.#finish(true);
      }
      return;
    }
    this.#read(event);
    if (this.#swallowing) {
      this.#maybe(TOLD);
      this.#await(SILENCE);
    }
  };

  readonly keyup = (event: KeyboardEvent): void => {
    if (this.#swallowing || this.#echo !== undefined) {
      this.#swallow(event);
    }
  };

  /** What an input method writes during a burst, or just after it. */
  readonly write = (event: Event): void => {
    const snapshot = this.#snapshot;
    if (event.type.startsWith('composition') && this.#keys > 0) {
      this.#composed();
    }
    if (!snapshot || snapshot.restoring || (!this.#swallowing && this.#echo === undefined)) {
      return;
    }
    this.#swallow(event);
    if (event.type === 'input' || event.type === 'compositionend') {
      snapshot.restore();
    }
  };

  stop(): void {
    clearTimeout(this.#timer);
    this.#endEcho();
    this.#forget();
    this.#over();
  }

  /** Adds the key to what may be a burst. */
  #read(event: KeyboardEvent): void {
    if (/^(Shift|CapsLock|NumLock)/.test(event.code)) {
      return;
    }
    if (event.altKey || event.code.startsWith('Alt')) {
      this.#keypad(event);
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      this.#other(event);
      return;
    }
    const character = characterOf(event.code, event.shiftKey, event.key);
    if (character === null) {
      this.#other(event);
      return;
    }
    if (this.#keys === 0) {
      this.#snapshot = new FieldSnapshot(document.activeElement, this.options.marks);
    }
    if (composingKey(event)) {
      this.#composed();
    }
    this.#text += character;
    this.#keys += 1;
    if (!this.#swallowing && this.#keys >= KEYS && beginsCode(this.#text)) {
      this.#recognise(event);
    } else if (!this.#swallowing) {
      // One space begins no code: every word of a hand has one.
      this.#maybe(beginsCode(this.#text.trimStart()) ? PAUSE : GAP);
      this.#hold(event, character);
    }
  }

  /** Of a scan whose first keys were blind, they stand in the field until the desk has told of them. */
  #maybe(wait: number): void {
    if (!this.#swallowing || this.#blind.any) {
      this.options.onmaybe?.(wait + STRAGGLERS, this.#swallowing);
    }
  }

  /** An input method is at work; where the desk hears ahead of it, only the first keys are lost. */
  #composed(): void {
    this.#composing = true;
    this.#damaged ||= this.options.whole === undefined;
  }

  /** Alt and digits of the keypad: one letter no keyboard has. */
  #keypad(event: KeyboardEvent): void {
    if (this.#keys === 0) {
      return;
    }
    this.#damaged = true;
    if (event.code.startsWith('Alt') && !event.repeat) {
      this.#text += LOST;
    }
  }

  /** A key that writes nothing: the end of what a hand typed, a trace of an input method in a burst. */
  #other(event: KeyboardEvent): void {
    // Input methods that work by hooks take letters back and send others without a place.
    const trace = event.code === 'Backspace' || event.code === '' || event.code === 'Unidentified';
    if (!this.#swallowing && !(trace && this.#keys > 0)) {
      this.options.onmaybe?.(0, false);
      this.#forget();
      return;
    }
    this.#damaged = true;
    if (event.code === 'Backspace') {
      this.#text = this.#text.replace(/\p{L}$/u, '');
    } else if (trace && event.key.length === 1) {
      this.#text += event.key;
    }
  }

  #recognise(event: KeyboardEvent): void {
    this.#swallowing = true;
    this.options.oncoming?.(new Promise((over) => (this.#over = over)));
    this.#held = [];
    this.#swallow(event);
    if (this.options.whole) {
      this.#snapshot?.leave();
    }
    this.#snapshot?.restore();
  }

  /** Outside a text field a digit may pick an option, a space press a button: it waits for one gap. */
  #hold(event: KeyboardEvent, character: string): void {
    if (
      takesText(event.target) ||
      !(character === ' ' ? pressable(event.target) : acts(character))
    ) {
      return;
    }
    this.#swallow(event);
    this.#held.push({ target: event.target, event });
    this.#await(GAP);
  }

  /** Silence. A busy page may hear the clock before keys that came in time: it waits once more. */
  #await(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = setTimeout(() => {
        if (this.#swallowing) {
          this.#finish();
        } else {
          this.#release();
        }
      }, STRAGGLERS);
    }, wait);
  }

  /** Keys that began no burst act now, in their order. */
  #release(): void {
    const held = this.#held;
    this.#held = [];
    this.#replaying = true;
    for (const { target, event } of held) {
      const { key, code, shiftKey } = event;
      const untaken = target?.dispatchEvent(
        new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true, cancelable: true }),
      );
      // No engine presses a button for a key that did not come from a keyboard.
      if (untaken && code === 'Space' && pressable(target)) {
        target.click();
      }
    }
    this.#replaying = false;
  }

  #finish(ended = false): void {
    clearTimeout(this.#timer);
    const payload = this.#text;
    this.#done = isCode(payload, ended) ? { payload, damaged: this.#damaged } : null;
    [this.#text, this.#keys, this.#swallowing] = ['', 0, false];
    this.#pace.end();
    if (!this.#done) {
      this.#damaged = false;
      const field = this.#snapshot;
      this.#snapshot = null;
      if (this.#blind.any) {
        this.#giveBack(field, payload);
      } else {
        field?.comeBack();
        field?.write(payload);
        this.#over();
      }
      return;
    }
    this.#snapshot?.restore();
    const late = this.#damaged || this.#composing || this.#blind.any;
    this.#echo = setTimeout(() => this.#endEcho(), late ? ECHO : SETTLE);
    this.#damaged = false;
  }

  /** What was no code stands where it was typed; of its first keys the desk may know more. */
  #giveBack(read: FieldSnapshot | null, payload: string): void {
    const over = this.#over;
    void this.#heard(payload).then(({ whole, lost }) => {
      const field = this.#blind.beforeBurst(lost, read);
      this.#blind.forget();
      read?.comeBack();
      field?.write(whole ?? payload);
      over();
    });
  }

  /** What the desk heard of it, if that fits; how many keys were lost here. */
  async #heard(payload: string): Promise<{ whole: string | null; lost: number }> {
    const heard = (await this.options.whole?.().catch(() => null)) ?? null;
    const lost = Math.max(0, (heard ?? '').length - payload.length);
    await this.#blind.all(lost, PATIENCE);
    return { whole: heard?.endsWith(payload) ? heard : null, lost };
  }

  /** A hand types again, or the input method had time enough. */
  #endEcho(): void {
    if (this.#echo === undefined) {
      return;
    }
    clearTimeout(this.#echo);
    this.#echo = undefined;
    this.#snapshot?.restore();
    this.#tell();
  }

  /** Only now: what the burst fills in must not be taken for what it left behind. */
  #tell(): void {
    const [done, read] = [this.#done, this.#snapshot];
    const [composed, over] = [this.#composing, this.#over];
    this.#composing = false;
    this.#snapshot = null;
    this.#done = null;
    if (!done) {
      return;
    }
    if (!this.options.whole) {
      this.options.onburst(done);
      over();
      return;
    }
    void this.#heard(done.payload).then(({ whole, lost }) => {
      read?.comeBack();
      this.#blind.beforeBurst(lost, read)?.restore();
      // Without its first keys, or composed where the desk did not hear it, it is not to be trusted.
      const damaged = done.damaged || (whole === null && (this.#blind.any || composed));
      this.#blind.forget();
      this.options.onburst({ payload: whole ?? done.payload, damaged });
      over();
    });
  }

  #forget(): void {
    if (this.#held.length > 0) {
      this.#release();
    }
    this.#text = '';
    this.#keys = 0;
    this.#damaged = false;
    this.#composing = false;
    this.#snapshot = null;
  }

  #swallow(event: Event): void {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

/** Listens until the answer is called. */
export function listenToScanner(options: WedgeOptions): () => void {
  const wedge = new Wedge(options);
  window.addEventListener('keydown', wedge.keydown, true);
  window.addEventListener('keyup', wedge.keyup, true);
  for (const type of written) {
    window.addEventListener(type, wedge.write, true);
  }
  return () => {
    window.removeEventListener('keydown', wedge.keydown, true);
    window.removeEventListener('keyup', wedge.keyup, true);
    for (const type of written) {
      window.removeEventListener(type, wedge.write, true);
    }
    wedge.stop();
  };
}
