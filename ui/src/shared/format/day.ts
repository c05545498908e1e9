/**
 * Days and clock times as people read them.
 *
 * Purpose: one way to show a day. May use: Intl for the weekday's name. Must never: read a clock
 * for a rule; the core decides days and times, the window shows them.
 */

/** A day `YYYY-MM-DD` in words with its weekday: `Thứ Ba 24/11/2026`; as given when it is none. */
export function dayInWords(day: string, lang: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) {
    return day;
  }
  const [, year, month, date] = parts;
  const midnight = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime())) {
    return day;
  }
  const weekday = new Intl.DateTimeFormat(lang, { weekday: 'long', timeZone: 'UTC' });
  return `${weekday.format(midnight)} ${date}/${month}/${year}`;
}

/** The machine's clock, for "updated at" and nothing else. */
export const now = (): Date => new Date();

/** The clock time of a moment, `09:42`, in the machine's zone. */
export function clockTime(moment: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(moment.getHours())}:${two(moment.getMinutes())}`;
}
