/**
 * What the counter looks at by itself: the queue and the drafts, and what is typed, to be kept.
 *
 * Purpose: everything that goes on while nobody presses a key, begun and ended as one. May use: what
 * the counter shows, topics. Must never: change what stands in a form.
 */
import type { DeskError } from '../../ipc/errors';
import type { Topics } from '../../ipc/topics';
import { keys } from '../../shared/keys/keys.svelte';
import type { Keeper } from '../../shared/keeping/keeper.svelte';
import type { Board } from './board.svelte';
import type { Drafts } from './drafts.svelte';
import type { Intake } from './intake.svelte';
import type { WrongPerson } from './wrong-person.svelte';

/** Between two looks at the queue that nobody asked for, milliseconds. */
const MINUTE = 60_000;

interface Watched {
  readonly board: Board;
  readonly drafts: Drafts;
  readonly wrong: WrongPerson;
  readonly intake: Intake | null;
  readonly keeper: Keeper<DeskError> | null;
}

/** Queue and drafts, read anew. */
export const look = ({ board, drafts }: Pick<Watched, 'board' | 'drafts'>) =>
  Promise.all([board.refresh(), drafts.refresh()]);

/** Goes on until the answer is called. */
export function watching(counter: Watched, topics: Topics): () => void {
  // How long somebody waits goes on while nobody presses a key; under the cover the core is silent.
  const timer = setInterval(() => void (keys.resting || look(counter)), MINUTE);
  const stops = [
    () => clearInterval(timer),
    topics.watch('queue', () => void counter.board.changed()),
    // Somebody's address may be restricted by now: what her record said goes.
    topics.watch('restricted', () => void counter.intake?.person.readAgain()),
    topics.watch('drafts', () => void counter.drafts.refresh()),
    $effect.root(() => {
      $effect(() => {
        if (counter.intake) {
          counter.keeper?.changed(counter.intake.draft(), counter.intake.touched);
        }
      });
      $effect(() => counter.wrong.keep());
    }),
  ];
  return () => stops.forEach((stop) => stop());
}
