/**
 * What the window reads out of what the core says at the door: who is signed in
 * after it was made, is the clock in doubt.
 *
 * Must never: decide anything; both come from the core.
 */
import type { ClockDoubt, FounderTold, SessionView } from '../ipc/desk-api';

/** Why the machine's clock is doubted; null when it is not. */
export const doubtOf = (who: SessionView | null): ClockDoubt | null => who?.clock ?? null;

/** The founder whom the core signed in when it had made the office. */
export function adminOf(founder: FounderTold): SessionView {
  const view = {
    user: '',
    name: founder.name,
    display_name: founder.display,
    role: founder.role,
    must_change: false,
    clock: null,
  };
  return view;
}
