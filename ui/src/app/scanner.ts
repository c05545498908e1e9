/**
 * The one listener to a scanner that types, as long as somebody works; never where a passphrase is
 * asked for at the sign-in, for it looks at what a field holds.
 *
 * Purpose: whatever screen is there, a scan is typed nowhere; the screen that asked for it
 * (`scans.listen`) hears it. Under the privacy cover it is nobody's. May use: wedge, scans. Must
 * never: keep a payload.
 */
import { listenToScanner } from '../features/counter/wedge';
import type { DeskApi } from '../ipc/desk-api';
import { keys } from '../shared/keys/keys.svelte';
import { scans } from '../shared/scans/scans.svelte';

/** Listens until the answer is called. */
export const hearScans = (core: Pick<DeskApi, 'typedScan'>): (() => void) =>
  listenToScanner({
    whole: () => core.typedScan(),
    onburst: (burst) => {
      if (!keys.resting) {
        scans.say(burst);
      }
    },
  });
