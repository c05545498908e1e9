/**
 * Which screen is shown, and the way back.
 *
 * Purpose: a typed place with what it should show, and a short history, in memory only. One for a
 * session: whoever signs in next starts at the beginning. Must never: put anything of a person
 * into an address of the page.
 */
import type { Place, PlaceId } from './places';

/** A screen and, where it shows one thing, which. */
export interface Stop {
  place: PlaceId;
  /** The id of a person, a receipt number. */
  about: string | null;
}

/** How far back goes. */
const REMEMBERED = 20;

export class Route {
  #stops = $state.raw<readonly Stop[]>([]);

  constructor(
    /** What this session is offered, first the one to begin with. */
    readonly places: readonly Place[],
  ) {
    const first = places[0];
    this.#stops = first ? [{ place: first.id, about: null }] : [];
  }

  /** Where we are; null for a session that is offered nothing. */
  get now(): Stop | null {
    return this.#stops.at(-1) ?? null;
  }

  /** The place we are at. */
  get place(): Place | undefined {
    return this.places.find(({ id }) => id === this.now?.place);
  }

  get canGoBack(): boolean {
    return this.#stops.length > 1;
  }

  /**
   * Goes to a screen; one that is not offered is not gone to. Whoever is chosen again is a stop made
   * anew, for she may have been closed meanwhile, and no step of the way back.
   */
  go(place: PlaceId, about: string | null = null): void {
    const now = this.now;
    const known = this.places.some(({ id }) => id === place);
    const again = now?.place === place && now.about === about;
    if (!known || (again && about === null)) {
      return;
    }
    const before = again ? this.#stops.slice(0, -1) : this.#stops;
    this.#stops = [...before, { place, about }].slice(-REMEMBERED);
  }

  back(): void {
    if (this.canGoBack) {
      this.#stops = this.#stops.slice(0, -1);
    }
  }
}
