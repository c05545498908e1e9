/**
 * Days of a legal time as months of a small calendar.
 *
 * Purpose: which months, which weeks, and what each day is. Must never: count; the core says which days
 * did not count.
 */
export type Mark = 'out' | 'counted' | 'skipped' | 'first' | 'due';

export interface DayCell {
  /** `2026-12-03`. */
  date: string;
  /** Of the month: `3`. */
  day: number;
  mark: Mark;
  why: string;
}

export interface Month {
  /** `2026-12`. */
  key: string;
  /** Monday first; `null` where a week begins or ends in another month. */
  weeks: (DayCell | null)[][];
}

/** More would be no small calendar; a list says the rest. */
export const MONTHS = 6;

const DAY = 86_400_000;
const at = (date: string) => Date.parse(`${date}T00:00:00Z`);
const iso = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The months from the first day that counts to the last; none where they are too many. */
export function months(
  first: string,
  due: string,
  skipped: readonly { date: string; why: string }[],
): readonly Month[] {
  const why = new Map(skipped.map((one) => [one.date, one.why]));
  const mark = (date: string): Mark => {
    if (date === due) {
      return 'due';
    }
    if (date < first || date > due) {
      return 'out';
    }
    return why.has(date) ? 'skipped' : date === first ? 'first' : 'counted';
  };
  const found: Month[] = [];
  for (let key = first.slice(0, 7); key <= due.slice(0, 7); key = next(key)) {
    if (found.length === MONTHS) {
      return [];
    }
    found.push({
      key,
      weeks: weeks(key, (date) => ({ mark: mark(date), why: why.get(date) ?? '' })),
    });
  }
  return found;
}

const next = (key: string) => iso(at(`${key}-01`) + 32 * DAY).slice(0, 7);

function weeks(
  key: string,
  what: (date: string) => Pick<DayCell, 'mark' | 'why'>,
): (DayCell | null)[][] {
  const begin = at(`${key}-01`);
  // Monday is the first day of a week: 0.
  const before = (new Date(begin).getUTCDay() + 6) % 7;
  const cells: (DayCell | null)[] = Array.from({ length: before }, () => null);
  for (let time = begin; iso(time).startsWith(key); time += DAY) {
    const date = iso(time);
    cells.push({ date, day: Number(date.slice(8)), ...what(date) });
  }
  while (cells.length % 7 !== 0) {
    cells.push(null);
  }
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}
