/**
 * What the listener to a scanner that types is given, and what it tells.
 *
 * May use: nothing. Must never: hold more of a scan than its letters.
 */

/** What a scanner typed. */
export interface Burst {
  payload: string;
  /** An input method or a keypad sequence was at work: letters cannot be trusted, digits can. */
  damaged: boolean;
}

export interface WedgeOptions {
  onburst: (burst: Burst) => void;
  /** A burst is being typed, and all is told when this is over; what would save without it waits. */
  oncoming?: (told: Promise<void>) => void;
  /** What the desk heard of the burst, ahead of any input method; nothing where it cannot. */
  whole?: () => Promise<string | null>;
  /** What belongs to the fields beside their texts; the answer puts it back. */
  marks?: () => () => void;
  /**
   * What stands in the field may not be what somebody meant: a key came that may be a scanner's, whose
   * next one comes within `wait` milliseconds; `sure`, it is one's, and what it left goes by then.
   */
  onmaybe?: (wait: number, sure: boolean) => void;
  /** When the key was pressed, milliseconds. */
  clock?: (event: Event) => number;
}
