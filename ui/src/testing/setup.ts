/**
 * What the page of the tests lacks and every real one has.
 *
 * `CSS.escape`: user-event needs it to walk radios by arrow; names in our pages need no escaping.
 * `scrollIntoView`: nothing scrolls here.
 */
Object.assign(Element.prototype, { scrollIntoView: () => undefined });
Object.assign(globalThis, { CSS: { escape: (text: string) => text } });
