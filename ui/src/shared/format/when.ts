/** A moment of the core, RFC 3339 in our zone, as people read it: `17:05 23/11/2026`. */
export function when(moment: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})/.exec(moment);
  if (!parts) {
    return moment;
  }
  const [, year, month, day, time] = parts;
  return `${time} ${day}/${month}/${year}`;
}
