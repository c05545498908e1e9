/**
 * What lies over the screen: dialogs, palette, help, one over the other.
 *
 * Purpose: Esc closes the top one, keys below rest, a field knows which layer it is on. May use:
 * Svelte's context. Must never: know what a layer shows.
 */
import { getContext, onDestroy, setContext } from 'svelte';

/** The screen itself. */
const GROUND = 0;
const NAME = Symbol('layer');
const SHOWN = Symbol('shown');

class Layers {
  #open = $state<readonly number[]>([]);
  #last = GROUND;

  /** The layer people work on now. */
  get top(): number {
    return this.#open.at(-1) ?? GROUND;
  }

  push(): number {
    this.#last += 1;
    this.#open = [...this.#open, this.#last];
    return this.#last;
  }

  drop(layer: number): void {
    this.#open = this.#open.filter((open) => open !== layer);
  }
}

export const layers = new Layers();

/** Opens a layer for the component being made and everything in it, until it goes away. */
export function newLayer(): number {
  const layer = layers.push();
  setContext(NAME, layer);
  onDestroy(() => {
    layers.drop(layer);
  });
  return layer;
}

/** The layer the component being made stands on. */
export const ownLayer = (): number => getContext<number | undefined>(NAME) ?? GROUND;

/** What is being made, and everything in it, is looked at while this says so; else it only waits. */
export function shownWhile(shown: () => boolean): void {
  setContext(SHOWN, shown);
}

/** Whether the component being made is looked at: asked whenever it matters. */
export const ownShown = (): (() => boolean) =>
  getContext<(() => boolean) | undefined>(SHOWN) ?? (() => true);
