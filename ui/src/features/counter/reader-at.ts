/**
 * What a scan means at the counter: which form it fills, and whose it begins.
 *
 * Purpose: a reader that knows the open form. May use: what the counter shows. Must never: open a
 * colleague's form, or fill one that nobody sees.
 */
import type { DeskApi, QueueLine } from '../../ipc/desk-api';
import type { Board } from './board.svelte';
import type { Intake } from './intake.svelte';
import type { NextFocus } from './next-focus.svelte';
import { Reader } from './reader.svelte';
import type { WrongPerson } from './wrong-person.svelte';

/** What a scan has to know of the counter. */
interface AtCounter {
  readonly intake: Intake | null;
  readonly wrong: WrongPerson;
  readonly board: Board;
  readonly focus: NextFocus;
  settled(): Promise<boolean>;
  begin(line: QueueLine | null, scanned?: boolean): Promise<boolean>;
}

/** The reader of this counter. */
export function readerAt(counter: AtCounter, desk: DeskApi): Reader {
  return new Reader(desk, {
    // Where nobody is kept a card is somebody else's, who has a form of her own.
    form: () =>
      counter.wrong.person ?? (counter.intake?.nameless ? null : (counter.intake?.person ?? null)),
    // What is moved, or was, is shown: the form behind is not in sight.
    covered: ({ visit, person, busy } = counter.wrong) => visit !== null && (busy || !person),
    begin: () => beginForScan(counter),
    filled: () => {
      if (counter.intake && !counter.wrong.person) {
        counter.focus.to(counter.intake.matters.length === 0 ? 'service' : 'person');
      }
    },
  });
}

/**
 * A form for whoever shows her card. While none is open that is who was called here and is not
 * saved yet, as after a restart: the core says who. Beside an open form it is somebody else, and
 * so it is where a colleague has begun that number's.
 */
async function beginForScan(counter: AtCounter): Promise<boolean> {
  if (!(await counter.settled())) {
    return false;
  }
  const open = () => counter.intake !== null;
  if (open()) {
    return counter.begin(null);
  }
  await counter.board.refresh();
  // A form opened meanwhile by a key is the one the card is held against.
  return open() || (!counter.board.over && counter.begin(counter.board.current, true));
}
