/**
 * What must still be written before the vault closes.
 *
 * Purpose: a form keeps its last second when someone locks. May use: after. Must never: hold a
 * lock up; whoever is not done in time has lost, and the draft of a second ago stands.
 */
import { onDestroy } from 'svelte';
import { after } from '../waiting/after';

type Flush = () => Promise<unknown>;

const waiting = new Set<Flush>();

/** Called before a lock for as long as the component being made stands. */
export function beforeLeaving(flush: Flush): void {
  waiting.add(flush);
  onDestroy(() => {
    waiting.delete(flush);
  });
}

/** Lets everybody finish, but not longer than this. */
export async function finish(milliseconds: number): Promise<void> {
  const all = Promise.allSettled([...waiting].map((flush) => flush()));
  await Promise.race([all, after(milliseconds)]);
}
