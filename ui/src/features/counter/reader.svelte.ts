/**
 * What the scanner read: it fills the open form, or asks where somebody stands in it already.
 *
 * Purpose: one scan at a time, from a scanner that types, a port or a paste; a scan that waits for
 * an answer, one that was no card, a scanner that is gone. May use: DeskApi, scans. Must never: save, write
 * over somebody without being told to, or keep a payload.
 */
import type { DeskApi } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';
import { scans } from '../../ipc/scans.svelte';
import { marksOf } from './person-before';
import type { PersonForm } from './person.svelte';
import { read, type PersonScan } from './scans';
import type { Burst } from './wedge';

/** A card or passport read while a form of somebody else stands open. */
interface Waiting {
  scan: PersonScan;
  damaged: boolean;
}

/** Where it goes. */
interface Where {
  /** The form that is open in front. */
  form(): PersonForm | null;
  /** Something stands before the form that takes no card: nothing is filled out of sight. */
  covered(): boolean;
  /** Opens another one; false where what stands open could not be put aside. */
  begin(): Promise<boolean>;
  /** It was filled: the keys go to what comes next. */
  filled(): void;
}

export class Reader {
  waiting = $state.raw<Waiting | null>(null);
  /** Why a scan was no card. */
  refused = $state.raw<DeskError | null>(null);
  /** The scanner's port is not there. */
  gone = $state(false);
  /** Where one of our own receipts goes that was scanned here. */
  onreceipt: ((payload: string) => void) | null = null;
  /** The scan being read; whether it was a person's. */
  #under: Promise<boolean> | null = null;

  constructor(
    private readonly desk: DeskApi,
    private readonly where: Where,
  ) {}

  /** A scan is on its way into a form. */
  get busy(): boolean {
    return this.#under !== null || scans.coming !== null;
  }

  /** Waits until what was scanned stands in its form, or waits for an answer; false where it was no person. */
  async settled(): Promise<boolean> {
    await scans.coming;
    return (await this.#under) ?? true;
  }

  /** A scanner that types, or a paste, said something. */
  async heard(burst: Burst): Promise<void> {
    await this.#run(this.#heard(burst));
  }

  /** One that comes while another is still read hides nothing of that. */
  async #run(work: Promise<boolean>): Promise<void> {
    const both = [this.#under ?? Promise.resolve(true), work.catch(() => false)];
    const under = Promise.all(both).then((all) => all.every(Boolean));
    this.#under = under;
    void under.then(() => {
      this.#under = this.#under === under ? null : this.#under;
    });
    await work;
  }

  async #heard({ payload, damaged }: Burst): Promise<boolean> {
    let scan: PersonScan;
    try {
      scan = await read(this.desk, payload);
    } catch (cause) {
      const refused = toDeskError(cause);
      if (refused.code === 'scan.receipt' && this.onreceipt) {
        this.onreceipt(payload);
      } else {
        this.refused = refused;
      }
      return false;
    }
    return this.#person(scan, damaged);
  }

  /** A card or a passport was read: it fills, or asks, and never saves. */
  async person(scan: PersonScan, damaged: boolean): Promise<void> {
    await this.#run(this.#person(scan, damaged));
  }

  async #person(scan: PersonScan, damaged: boolean): Promise<boolean> {
    this.refused = null;
    this.gone = false;
    if (this.where.covered()) {
      this.waiting = { scan, damaged };
      return true;
    }
    if (!this.where.form() && !(await this.where.begin())) {
      return false;
    }
    // The form that was opened may be one begun before: nobody in it is written over.
    const form = this.where.form();
    const same = scan.told.number !== undefined && form?.values.number === scan.told.number;
    if (form && !form.blank && !same) {
      this.waiting = { scan, damaged };
      return true;
    }
    return this.#fill({ scan, damaged });
  }

  /** Remembers what belongs to the open form's fields beside their texts; the answer puts it back. */
  marks(): () => void {
    const form = this.where.form();
    return form ? marksOf(form) : () => undefined;
  }

  /** The officer says what the waiting card is for; it waits on where there is no room for it. */
  async answer(what: 'new' | 'fill' | 'drop'): Promise<void> {
    await this.#run(this.#answer(what));
  }

  async #answer(what: 'new' | 'fill' | 'drop'): Promise<boolean> {
    const { waiting } = this;
    if (waiting && what === 'new') {
      if (!this.where.form()) {
        return this.#person(waiting.scan, waiting.damaged);
      }
      if (!(await this.where.begin())) {
        return false;
      }
    }
    this.waiting = null;
    return waiting && what !== 'drop' ? this.#fill(waiting) : true;
  }

  /** Another form: no question is open, nothing was refused. */
  clear(): void {
    this.waiting = null;
    this.refused = null;
  }

  /** What was typed, or opened, while the core was asked whose it is, is written over by nobody. */
  async #fill(of: Waiting): Promise<boolean> {
    const { scan, damaged } = of;
    const form = this.where.form();
    if (!form) {
      return false;
    }
    const blank = (): boolean => form.blank;
    const before = blank();
    const known = await form.whose(scan);
    const typed = before && !blank() && form.values.number !== scan.told.number;
    // Another form stands there: whose the card is, is asked.
    if (typed || this.where.form() !== form) {
      this.waiting = of;
      return true;
    }
    form.put(scan, damaged, known);
    // At once: whoever moves on by herself meanwhile is not called back.
    this.where.filled();
    await form.seen();
    return true;
  }
}
