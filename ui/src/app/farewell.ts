/**
 * The desk's word that it is about to leave this page, by a lock, a close or a signal.
 *
 * Purpose: what is being typed is kept first, and the core is told whether all of it is. May use:
 * leaving. Must never: answer before the forms did.
 */
import type { DeskApi } from '../ipc/desk-api';
import { finish } from '../shared/leaving/leaving';
import { after } from '../shared/waiting/after';

/** Forms have so long; the core waits 300 ms longer for the answer (`LIMIT` of `farewell.rs`). */
const LAST_WORDS_MS = 1200;
/** After a question that was refused. */
const AGAIN_MS = 1000;

/** Answers until the page goes, or the answer is called. `onleave` comes before the forms are asked. */
export function hearFarewells(
  core: Pick<DeskApi, 'lastWords'>,
  onleave: () => void = () => undefined,
): () => void {
  let stopped = false;
  const here = () => !stopped;
  const listen = async () => {
    let kept: boolean | null = null;
    while (here()) {
      try {
        await core.lastWords(kept);
        onleave();
        kept = await finish(LAST_WORDS_MS);
      } catch {
        kept = null;
        await after(AGAIN_MS);
      }
    }
  };
  void listen();
  return () => (stopped = true);
}
