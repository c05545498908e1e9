/**
 * Where the keys go next at the counter.
 *
 * Purpose: whoever changes what is shown says what comes next; the screen moves focus when it is
 * there. Must never: know an element.
 */
type What = 'person' | 'service' | 'next' | 'saved' | 'begun';

export class NextFocus {
  /** `turn` grows with each request, also for the same place. */
  now = $state.raw<{ on: What; turn: number }>({ on: 'next', turn: 0 });

  to(on: What): void {
    this.now = { on, turn: this.now.turn + 1 };
  }
}
