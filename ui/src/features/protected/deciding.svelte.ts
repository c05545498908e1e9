/**
 * What is decided about the open protected file, in a dialogue of its own.
 *
 * Purpose: closed by two and opened again, somebody let in for a while, barred, barred no more; whoever is
 * too near takes herself off. May use: DeskApi. Must never: keep a passphrase once the core has answered.
 */
import type {
  Basis,
  ClearedRow,
  Decided,
  DeskApi,
  ExportTold,
  ProtectedShown,
} from '../../ipc/desk-api';
import { DeskError, toDeskError } from '../../ipc/errors';
import { language } from '../../shared/i18n/i18n.svelte';

/** What is asked for. */
export type Act =
  | { kind: 'close' | 'reopen' | 'break_glass' | 'bar' | 'conflict' | 'export' | 'shred' }
  | { kind: 'copy'; item: string; name: string }
  | { kind: 'lift_bar'; whom: ClearedRow };

/** The open file, as far as an act needs it. */
export interface OpenFile {
  /** Does something about it, and shows what stands then; whether it was done. */
  run: (work: (id: string) => Promise<ProtectedShown | null>) => Promise<boolean>;
  refuse: (refused: DeskError | null) => void;
  close: () => void;
}

export class Deciding {
  act = $state.raw<Act | null>(null);
  /** A copy was written where she chose. */
  written = $state(false);

  constructor(
    private readonly desk: DeskApi,
    private readonly file: OpenFile,
  ) {}

  /** What was refused before is not about it. */
  begin(act: Act): void {
    this.act = act;
    this.file.refuse(null);
  }

  drop(): void {
    this.act = null;
    this.file.refuse(null);
  }

  /** Something is wrong before the core is asked. */
  wrong(refused: DeskError): void {
    this.file.refuse(refused);
  }

  /** Two decide; where the first must prove herself once more, that is asked first. */
  decide(
    decided: Decided,
    [second, passphrase]: readonly [string, Uint8Array],
    own: Uint8Array | null,
  ): Promise<boolean> {
    return this.#done(async (id) => {
      try {
        if (own) {
          await this.desk.confirmPassphrase(own).catch((cause: unknown) => {
            throw new DeskError(toDeskError(cause).code, { field: 'own' });
          });
        }
        return await this.desk.decideProtected(id, decided, second.trim(), passphrase);
      } finally {
        // Where the first was refused, nobody else has overwritten the second's.
        passphrase.fill(0);
        own?.fill(0);
      }
    });
  }

  /** A sealed copy for another body; where no place was chosen, the dialogue stays. */
  export(told: ExportTold, [second, passphrase]: readonly [string, Uint8Array]): Promise<boolean> {
    return this.#copies(async (id) => {
      try {
        return await this.desk.exportProtected(
          id,
          told,
          language.current,
          second.trim(),
          passphrase,
        );
      } finally {
        passphrase.fill(0);
      }
    });
  }

  /** A copy of one file that was brought. */
  copy(item: string, name: string, words: string): Promise<boolean> {
    return this.#copies((id) => this.desk.saveEvidence(id, item, name, words, language.current));
  }

  async #copies(work: (id: string) => Promise<boolean>): Promise<boolean> {
    this.written = false;
    const copy = { written: false };
    const done = await this.file.run(async (id) => {
      copy.written = await work(id);
      return copy.written ? this.desk.openProtected(id) : null;
    });
    if (done && copy.written) {
      this.drop();
      this.written = true;
    }
    return done && copy.written;
  }

  /** Two shred it: it is there no more, and its list says what still holds a key of it. */
  async shred(basis: Basis, [second, passphrase]: readonly [string, Uint8Array]): Promise<boolean> {
    const done = await this.#done(async (id) => {
      try {
        await this.desk.shredProtected(id, basis, second.trim(), passphrase);
      } finally {
        passphrase.fill(0);
      }
      return null;
    });
    if (done) {
      this.file.close();
    }
    return done;
  }

  reopen(words: string): Promise<boolean> {
    return this.#done((id) => this.desk.reopenProtected(id, words));
  }

  bar(user: string, words: string): Promise<boolean> {
    return this.#done((id) => this.desk.barFromProtected(id, user, words));
  }

  /** She takes herself off: the file is hers no more, and is left. */
  async conflict(words: string): Promise<boolean> {
    const done = await this.#done(async (id) => {
      await this.desk.declareConflict(id, words);
      return null;
    });
    if (done) {
      this.file.close();
    }
    return done;
  }

  async #done(work: (id: string) => Promise<ProtectedShown | null>): Promise<boolean> {
    const done = await this.file.run(work);
    if (done) {
      this.drop();
    }
    return done;
  }
}
