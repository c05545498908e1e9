/**
 * A time of day as people type it, for saying it back: the core alone decides what counts.
 *
 * Must never: read a clock.
 */

/** Hour and minute of `0935`, `9:35`, `9h35`, `9 giờ 35`; null while it is none. */
export function timeTyped(text: string): { hour: string; minute: string } | null {
  const read = /^(\d{1,2})(?:\s*(?:[:.hg]|giờ)\s*)?(\d{2})(?:\s*(?:p|phút))?$/i.exec(
    text.trim().normalize('NFC'),
  );
  const [, hour = '', minute = ''] = read ?? [];
  return read && Number(hour) < 24 && Number(minute) < 60
    ? { hour: hour.padStart(2, '0'), minute }
    : null;
}
