/**
 * What must still be written before the vault closes.
 *
 * Purpose: a form keeps its last second when someone locks or closes. May use: after. Must never:
 * hold an end up; whoever is not done in time has lost, the draft of a second ago stands, and that
 * it was so is told.
 */
import { onDestroy } from 'svelte';
import { after } from '../waiting/after';

/** Keeps what is typed; whether all of it is kept. */
type Flush = () => Promise<boolean>;

const waiting = new Set<Flush>();

/** Called before a lock for as long as the component being made stands. */
export function beforeLeaving(flush: Flush): void {
  waiting.add(flush);
  onDestroy(() => {
    waiting.delete(flush);
  });
}

/** Lets everybody finish, but not longer than this; whether all is kept. */
export async function finish(milliseconds: number): Promise<boolean> {
  const all = Promise.allSettled([...waiting].map((flush) => flush())).then((ends) =>
    ends.every((end) => end.status === 'fulfilled' && end.value),
  );
  return Promise.race([all, after(milliseconds).then(() => false)]);
}
