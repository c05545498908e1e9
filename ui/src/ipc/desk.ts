/**
 * The desk this build talks to: the real core, or the fake one in the mode `fake` (a preview in an
 * ordinary browser, never shipped: the choice is made while the page is built).
 */
import type { DeskApi } from './desk-api';
import { fakeDesk } from './fake';
import { tauriDesk } from './tauri';

export const chosenDesk = (): DeskApi =>
  import.meta.env.MODE === 'fake' ? fakeDesk() : tauriDesk();
