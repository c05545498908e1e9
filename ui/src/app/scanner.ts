/**
 * The one listener to a scanner, one that types or one at a serial port, as long as somebody works;
 * never where a passphrase is asked for at the sign-in, for it looks at what a field holds.
 *
 * Purpose: whatever screen is there, a scan is typed nowhere; the screen that asked for it
 * (`scans.listen`) hears it. Under the privacy cover it is nobody's. May use: wedge, serial, scans.
 * Must never: keep a payload.
 */
import { listenToSerial } from '../features/counter/serial';
import { listenToScanner } from '../features/counter/wedge';
import type { DeskApi } from '../ipc/desk-api';
import { scans } from '../ipc/scans.svelte';
import { uncertain } from '../shared/keeping/uncertain';
import { keys } from '../shared/keys/keys.svelte';

/** Listens until the answer is called. */
export function hearScans(core: Pick<DeskApi, 'typedScan' | 'nextScan'>): () => void {
  const uncovered = (say: () => void) => {
    if (!keys.resting) {
      say();
    }
  };
  const deaf = listenToScanner({
    whole: () => core.typedScan(),
    marks: () => scans.marks(),
    onmaybe: (wait, sure) => uncertain.now(wait, sure),
    oncoming: (told) => scans.comes(told),
    onburst: (burst) => uncovered(() => scans.say(burst)),
  });
  const hush = listenToSerial(core, {
    onletters: (payload) => uncovered(() => scans.say({ payload, damaged: false })),
    onread: (scan) => uncovered(() => scans.sayRead(scan)),
    ongone: (gone) => (scans.gone = gone),
  });
  return () => {
    deaf();
    hush();
    scans.clear();
  };
}
