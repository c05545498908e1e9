/**
 * Matters for which the desk goes to the citizen, and the lists that are out.
 *
 * Purpose: what is chosen for a list, and that its copies are destroyed. May use: DeskApi. Must never:
 * keep a name after the screen is left.
 */
import type { DeskApi, PrintChoice, RouteView } from '../../ipc/desk-api';
import { type DeskError, toDeskError } from '../../ipc/errors';
import { Trying } from '../../ipc/trying.svelte';

/** The greatest number of copies the screen offers; the core has the limit. */
export const COPIES = ['1', '2', '3', '4', '5'];

export class Routes extends Trying {
  views = $state.raw<readonly RouteView[]>([]);
  /** Matters left out of the next list. */
  without = $state<Record<string, boolean>>({});
  day = $state('');
  copies = $state('1');
  /** What is wrong with the day, told at its field, too. */
  wrongDay = $state.raw<DeskError | null>(null);
  #question = 0;

  constructor(private readonly desk: DeskApi) {
    super();
  }

  async load(): Promise<void> {
    const question = (this.#question += 1);
    // Who may see no list has none: the screen above says why.
    const views = await this.desk.routes().catch(() => []);
    if (question === this.#question) {
      this.views = views;
    }
  }

  /** Prints a list of what is not left out; a refusal is told by whoever prints. */
  async print(view: RouteView, choice: PrintChoice): Promise<void> {
    this.wrongDay = null;
    const files = view.stops.map(({ file }) => file).filter((file) => !this.without[file]);
    try {
      const day = (await this.desk.readDate(this.day, 'coming')).day ?? '';
      const told = { service: view.service, day, files, copies: Number(this.copies) };
      this.views = await this.desk.printRoute(told, choice);
    } catch (refused) {
      const { code, field } = toDeskError(refused);
      this.wrongDay = field === 'day' || code.startsWith('date.') ? toDeskError(refused) : null;
      // A list that was entered and did not come out is out all the same: it must show.
      await this.load();
      throw refused;
    }
  }

  destroy(number: string, unused: boolean): Promise<void> {
    return this.press(async () => {
      this.views = await this.desk.destroyRoute(number, unused);
    });
  }

  clear(): void {
    this.#question += 1;
    this.views = [];
    this.without = {};
    this.day = '';
    this.copies = '1';
    this.wrongDay = null;
    this.refused = null;
  }
}
