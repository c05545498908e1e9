/**
 * What is decided about the open protected file, in a dialogue of its own.
 *
 * Purpose: closed by two and opened again, somebody let in for a while, barred, barred no more; whoever is
 * too near takes herself off. May use: DeskApi. Must never: keep a passphrase once the core has answered.
 */
import type { ClearedRow, Decided, DeskApi, ProtectedShown } from '../../ipc/desk-api';
import { DeskError, toDeskError } from '../../ipc/errors';

/** What is asked for. */
export type Act =
  | { kind: 'close' | 'reopen' | 'break_glass' | 'bar' | 'conflict' }
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
