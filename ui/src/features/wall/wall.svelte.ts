/**
 * What a wall screen shows: numbers and counters.
 *
 * Purpose: asks again and again. Must never: know anything but numbers, or leave an old number
 * standing when the desk no longer answers.
 */

/** The one thing this page may ask. */
export interface WallApi {
  wall(): Promise<{
    office: string;
    called: { number: string; counter: string }[];
    waiting: number;
  }>;
}

type WallView = Awaited<ReturnType<WallApi['wall']>>;

/** Milliseconds between two looks. */
const EVERY = 2000;

export class Wall {
  view = $state.raw<WallView | null>(null);
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly desk: WallApi) {}

  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.look(), EVERY);
    await this.look();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async look(): Promise<void> {
    try {
      this.view = await this.desk.wall();
    } catch {
      // A locked desk calls nobody: an empty wall, never an old number.
      this.view = null;
    }
  }
}
