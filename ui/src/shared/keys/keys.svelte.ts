/**
 * The one list of shortcuts: what a key does now, and under which words people find it.
 *
 * Purpose: screens say `useKeys(() => [...])`; help and palette read the same list, so a key that
 * works is a key that is shown. May use: layers. Must never: take a key an input method composes
 * with (but for the global ones), or a single letter while someone types (WCAG 2.1.4: letters can also be switched off).
 */
import { untrack } from 'svelte';
import { layers, ownLayer, ownShown } from '../layers/layers.svelte';
import { composing } from './composing';

/** One key and what it does. */
export interface Shortcut {
  /** `F9`, `Ctrl+K`, `Alt+ArrowLeft`, `Escape`, `n`. */
  key: string;
  /** In the language shown now. */
  label: string;
  run: () => void;
  /** Rests while this says no; the key then goes on to whoever else wants it. */
  when?: (event: KeyboardEvent | null) => boolean;
  /** Works on every layer (the privacy cover does). */
  global?: boolean;
  /** Not listed in help and palette. */
  hidden?: boolean;
}

interface Entry {
  layer: number;
  list: () => readonly Shortcut[];
}

/** How this key press is written in the list. */
function nameOf(event: KeyboardEvent): string {
  // While an input method composes, only the place of the key says which it is.
  const named = event.key === 'Process' && /^(F\d+|Key[A-Z])$/.test(event.code);
  const pressed = named ? event.code.replace('Key', '') : event.key;
  const key = pressed.length === 1 ? pressed.toUpperCase() : pressed;
  const held = [event.ctrlKey && 'Ctrl', event.altKey && 'Alt', event.metaKey && 'Meta'];
  // Shift is part of a letter already; it counts with named keys only.
  const shift = event.shiftKey && event.key.length > 1 && 'Shift';
  return [...held, shift, key].filter(Boolean).join('+');
}

/** Row by row: F keys, keys held with Ctrl, the rest. */
const place = (key: string): string =>
  `${/^F\d/.test(key) ? 0 : key.startsWith('Ctrl+') ? 1 : 2}${key}`;

/** F2 before F10. */
const NUMBERS: Intl.CollatorOptions = { numeric: true };

const isLetter = (key: string): boolean => key.length === 1;

/** Whether keys go into text here. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.matches('textarea, select, [contenteditable="true"]') ||
    (target instanceof HTMLInputElement && !/^(radio|checkbox|button)$/.test(target.type)));

class Keys {
  /** Single letters act; each person may switch them off. */
  letters = $state(true);
  /** Nothing but global keys acts (the privacy cover is up). */
  resting = $state(false);
  #entries = $state.raw<readonly Entry[]>([]);

  /** What works now, each key once, in the order of the keyboard. */
  get list(): readonly Shortcut[] {
    const seen: string[] = [];
    return this.#reachable()
      .filter((shortcut) => {
        const fresh = !seen.includes(shortcut.key) && (shortcut.when?.(null) ?? true);
        seen.push(shortcut.key);
        return fresh && !shortcut.hidden;
      })
      .sort((one, other) => place(one.key).localeCompare(place(other.key), 'en', NUMBERS));
  }

  /** Adds keys; returns how to take them away. */
  add(layer: number, list: () => readonly Shortcut[]): () => void {
    const entry = { layer, list };
    if (this.#entries.length === 0) {
      window.addEventListener('keydown', this.#onkeydown);
    }
    this.#entries = [...this.#entries, entry];
    return () => {
      this.#entries = this.#entries.filter((other) => other !== entry);
      if (this.#entries.length === 0) {
        window.removeEventListener('keydown', this.#onkeydown);
      }
    };
  }

  #reachable(): readonly Shortcut[] {
    const all = this.#entries.flatMap(({ layer, list }) =>
      list().filter(
        (shortcut) => (shortcut.global ?? false) || (!this.resting && layer >= layers.top),
      ),
    );
    return all.reverse();
  }

  readonly #onkeydown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) {
      return;
    }
    const composes = composing(event);
    const name = nameOf(event);
    if (isLetter(name) && (!this.letters || isTyping(event.target))) {
      return;
    }
    const found = this.#reachable().find(
      ({ key, when }) =>
        (isLetter(key) ? key.toUpperCase() : key) === name && (when?.(event) ?? true),
    );
    // Whoever covers the screen in the middle of a word means it; all else is the input method's.
    if (found && (!composes || found.global)) {
      event.preventDefault();
      // A key that is held down acts once.
      if (!event.repeat) {
        found.run();
      }
    }
  };
}

export const keys = new Keys();

/** Keys of the component being made, as long as it is looked at, on the layer it stands on. */
export function useKeys(list: () => readonly Shortcut[]): void {
  const [layer, shown] = [ownLayer(), ownShown()];
  $effect(() => untrack(() => keys.add(layer, () => (shown() ? list() : []))));
}
