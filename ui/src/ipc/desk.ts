/**
 * The desk this build talks to: the real core, or the fake one in the mode `fake` (a preview in an
 * ordinary browser, never shipped: the choice is made while the page is built).
 */
import type { DeskApi } from './desk-api';
import { fakeDesk, freshDisk } from './fake';
import { tauriDesk } from './tauri';

export const chosenDesk = (): DeskApi => {
  if (import.meta.env.MODE !== 'fake') {
    return tauriDesk();
  }
  // `#first-day` shows an office that is not founded yet, `#office` one that is no practice office.
  const wanted = window.location.hash;
  return fakeDesk({
    ...(wanted === '#first-day' && { disk: freshDisk() }),
    ...(wanted !== '' && { state: { demo: false } }),
  });
};
