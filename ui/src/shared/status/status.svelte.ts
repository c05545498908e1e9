/**
 * What the status bar says, told by whoever knows it.
 *
 * Purpose: "Đã giữ 09:42:10", the last backup, the printer: words of the moment. Must never: hold
 * anything of a person, or outlive the session (`clear` at every lock).
 */
class Status {
  /** When what is typed was last kept, `09:42:10`. */
  kept = $state('');
  /** The last backup in words of the language shown now, as a function of it. */
  backup = $state.raw<(() => string) | null>(null);
  /** The printer in words. */
  printer = $state.raw<(() => string) | null>(null);
  /** No printer is chosen: nothing would be printed. */
  noPrinter = $state(false);
  /** The backup wants to be looked at. */
  alarm = $state(false);
  /** What is told grows old while nobody does anything: looks again, now and then. */
  again = $state.raw<(() => void) | null>(null);
  /** Figures beside the screens of the navigation, by their ids. */
  counts = $state.raw<Readonly<Record<string, number>>>({});

  count(place: string, value: number): void {
    this.counts = { ...this.counts, [place]: value };
  }

  clear(): void {
    this.kept = '';
    this.backup = null;
    this.printer = null;
    this.noPrinter = false;
    this.alarm = false;
    this.again = null;
    this.counts = {};
  }
}

export const status = new Status();
