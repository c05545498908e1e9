/**
 * Days and clock times as people read them.
 *
 * Purpose: one way to show a day. May use: Intl for the weekday's name. Must never: read a clock
 * for a rule; the core decides days and times, the window shows them.
 */

/** A day `YYYY-MM-DD` in figures: `24/11/2026`; as given when it is none. */
export function dayInFigures(day: string): string {
  return day.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3/$2/$1');
}

/** A day `YYYY-MM-DD` in words with its weekday: `Thứ Ba 24/11/2026`; as given when it is none. */
export function dayInWords(day: string, lang: string): string {
  const figures = dayInFigures(day);
  const midnight = new Date(`${day}T00:00:00Z`);
  if (figures === day || Number.isNaN(midnight.getTime())) {
    return day;
  }
  const weekday = new Intl.DateTimeFormat(lang, { weekday: 'long', timeZone: 'UTC' });
  return `${weekday.format(midnight)} ${figures}`;
}

/** The desk's zone, as the core counts in it: +07:00, whatever the machine is set to. */
const DESK_MINUTES = 7 * 60;

/**
 * The clock to be shown, and for nothing else: its local fields read as at the desk, so that it
 * agrees with every time the core tells.
 */
export function now(): Date {
  const here = new Date();
  return new Date(here.getTime() + (DESK_MINUTES + here.getTimezoneOffset()) * 60_000);
}

const two = (value: number) => String(value).padStart(2, '0');

/** The day of a moment, `2026-11-24`. */
export function dayOf(moment: Date): string {
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** The clock time of a moment, `09:42`. */
export function clockTime(moment: Date): string {
  return `${two(moment.getHours())}:${two(moment.getMinutes())}`;
}
