/**
 * What a command makes stale, and who must look again.
 *
 * Purpose: a screen says what it shows, a command says what it touches; nobody remembers who has
 * to be refreshed after what. Must never: carry data (a screen asks the core again).
 */
import type { DeskApi } from './desk-api';

/** Something a screen may show. */
export type Topic = 'session' | 'queue';

/** Exhaustive by type: a new command must say here what it makes stale. */
const touched: Record<keyof DeskApi, readonly Topic[]> = {
  deskState: [],
  signIn: ['session', 'queue'],
  todaysQueue: [],
};

export class Topics {
  readonly #watchers = new Map<Topic, Set<() => void>>();

  /** Calls `look` whenever the topic went stale; returns how to stop. */
  watch(topic: Topic, look: () => void): () => void {
    const watchers = this.#watchers.get(topic) ?? new Set();
    watchers.add(look);
    this.#watchers.set(topic, watchers);
    return () => {
      watchers.delete(look);
    };
  }

  /** Tells the watchers of everything the command touched, each once. */
  done(command: keyof DeskApi): void {
    const watchers = new Set(
      touched[command].flatMap((topic) => [...(this.#watchers.get(topic) ?? [])]),
    );
    for (const look of watchers) {
      look();
    }
  }
}
