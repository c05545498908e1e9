/**
 * The letter of a referral (*giấy chuyển gửi*), in a dialogue of its own.
 *
 * Purpose: its pages while they are looked at, and printing them in the private room. May use: DeskApi.
 * Must never: keep a page once its dialogue or its file is closed.
 */
import type { DeskApi, PrintChoice } from '../../ipc/desk-api';
import type { OpenFile } from './deciding.svelte';

/** The core takes the private room's printer, whichever is named here. */
const ONE: PrintChoice = { printer: '', copies: 1, paper: 'a4_half' };

export class Letter {
  /** The referral whose letter is looked at. */
  item = $state.raw<string | null>(null);
  pages = $state.raw<readonly string[]>([]);
  /** The referral whose letter was printed last: its row says so. */
  printed = $state.raw<string | null>(null);

  constructor(
    private readonly desk: Pick<DeskApi, 'letterPages' | 'printLetter'>,
    private readonly file: Pick<OpenFile, 'run' | 'refuse'>,
  ) {}

  /** A look that everybody cleared can see. */
  open(item: string): Promise<boolean> {
    this.clear();
    this.item = item;
    this.file.refuse(null);
    return this.file.run(async (id) => {
      // Her dialogue may have been closed meanwhile: then nothing is kept, and nothing refused.
      try {
        const pages = await this.desk.letterPages(id, item);
        if (this.item === item) {
          this.pages = pages;
        }
      } catch (cause) {
        if (this.item === item) {
          throw cause;
        }
      }
      return null;
    });
  }

  /** The paper comes out where nobody else sees it, and the file says that it was printed. */
  async print(): Promise<boolean> {
    const { item } = this;
    if (item === null) {
      return false;
    }
    const done = await this.file.run((id) => this.desk.printLetter(id, item, ONE));
    if (done) {
      this.clear();
      this.printed = item;
    }
    return done;
  }

  drop(): void {
    this.clear();
    this.file.refuse(null);
  }

  clear(): void {
    [this.item, this.pages, this.printed] = [null, [], null];
  }
}
