/**
 * Whether a key belongs to an input method that is still putting a letter together.
 *
 * Purpose: no shortcut, no Enter and no arrow of ours may steal such a key. WebKit reports the
 * key that ends a composition with code 229 and `isComposing` false, so both are asked.
 */
export const composing = (event: KeyboardEvent): boolean =>
  event.isComposing ||
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only sign WebKit gives
  event.keyCode === 229;
