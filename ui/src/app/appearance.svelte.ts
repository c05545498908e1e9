/**
 * How the page looks and speaks, by each person's choice and not by the system's: a counter is
 * bright, night duty is not.
 *
 * Purpose: the choices, put on the page at once and remembered by the core. Before sign-in it is
 * the machine's last. May use: language, discreet mode, keys. Must never: keep anything in the
 * web view, or let a core that does not answer stop a change on the screen.
 */
import type { Appearance as Chosen, DeskApi } from '../ipc/desk-api';
import { toDeskError, type DeskError } from '../ipc/errors';
import { language } from '../shared/i18n/i18n.svelte';
import { keys } from '../shared/keys/keys.svelte';
import { discreet } from '../shared/privacy/discreet.svelte';

export type Theme = Chosen['theme'];

/** Steps of text size, per cent. */
export const TEXT_SIZES = [100, 115, 130, 150] as const;

type Core = Pick<DeskApi, 'appearance' | 'setAppearance'>;

export class Appearance {
  theme = $state<Theme>('light');
  density = $state<Chosen['density']>('comfortable');
  text = $state<Chosen['text']>(100);
  /** Why the last choice was not remembered. */
  failed = $state.raw<DeskError | null>(null);

  #loading: Promise<void> = Promise.resolve();
  /** What was chosen while the core was asked: it stands. */
  #meanwhile: Partial<Chosen> = {};

  constructor(private readonly core: Core) {}

  /** Everything as the core keeps it. */
  get chosen(): Chosen {
    return {
      lang: language.current,
      theme: this.theme,
      density: this.density,
      text: this.text,
      discreet: discreet.on,
      shortcuts: keys.letters,
    };
  }

  /** Takes over what is remembered; without an answer the page stays as it is. */
  load(): Promise<void> {
    this.#meanwhile = {};
    this.#loading = this.core.appearance().then(
      (remembered) => this.#take({ ...remembered, ...this.#meanwhile }),
      // Looks are no reason to stop anyone; a core that is gone is told at its next command.
      () => undefined,
    );
    return this.#loading;
  }

  /** A choice: on the page at once, then remembered. */
  async choose(change: Partial<Chosen>): Promise<void> {
    this.#meanwhile = { ...this.#meanwhile, ...change };
    this.#take({ ...this.chosen, ...change });
    // Else what was remembered would give way to what merely stood there before the answer.
    await this.#loading;
    try {
      await this.core.setAppearance(this.chosen);
      this.failed = null;
    } catch (cause) {
      this.failed = toDeskError(cause);
    }
  }

  /** Writes the choices to the element of the page. */
  dress(root: HTMLElement): void {
    root.lang = language.current;
    root.dataset['theme'] = this.theme;
    root.dataset['density'] = this.density;
    root.dataset['text'] = String(this.text);
  }

  #take(chosen: Chosen): void {
    language.current = chosen.lang;
    this.theme = chosen.theme;
    this.density = chosen.density;
    this.text = chosen.text;
    discreet.on = chosen.discreet;
    keys.letters = chosen.shortcuts;
  }
}
