/**
 * What a legal time counts in, in words with how many.
 *
 * Purpose: the screens that name one say the same. Must never: count.
 */
import type { Unit } from './desk-api';

type Counted = 'ui.due.working_days' | 'ui.due.days' | 'ui.due.hours' | 'ui.due.months';

export const units: Readonly<Record<Unit, Counted>> = {
  working_days: 'ui.due.working_days',
  days: 'ui.due.days',
  months: 'ui.due.months',
  hours: 'ui.due.hours',
};
