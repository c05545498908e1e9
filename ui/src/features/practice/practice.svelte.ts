/**
 * Which scenes were played, for this session only.
 *
 * Purpose: the scene that is looked at and the marks. Must never: keep anything: practising is
 * nobody's record.
 */
import { scenes, type Scene } from './scenes';

export class Practice {
  /** The scene that is looked at. */
  at = $state(scenes[0]?.id ?? '');
  #played = $state.raw<readonly string[]>([]);

  readonly total = scenes.length;

  get done(): number {
    return this.#played.length;
  }

  get scene(): Scene | undefined {
    return scenes.find(({ id }) => id === this.at);
  }

  played(id: string): boolean {
    return this.#played.includes(id);
  }

  /** Marks a scene, or takes its mark away. */
  mark(id: string): void {
    this.#played = this.played(id)
      ? this.#played.filter((one) => one !== id)
      : [...this.#played, id];
  }
}
