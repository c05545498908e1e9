/**
 * A moment that is waited for.
 *
 * Purpose: what races an answer that may be slow. May use: nothing. Must never: stand for something
 * that can be waited for itself.
 */

/** Comes after so many milliseconds. */
export const after = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
