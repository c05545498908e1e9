/**
 * Files that were brought with a matter: attached, looked at, given out.
 *
 * Purpose: one file on its way at a time, with how far it has come; small pictures that the core drew.
 * May use: DeskApi. Must never: know a path, show a byte of a file itself, or keep a picture after the
 * page is left.
 */
import type {
  AttachmentRow,
  AttachProgress,
  DeskApi,
  FilePage,
  ScanWaiting,
} from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';
import { Trying } from '../../ipc/trying.svelte';
import { language } from '../../shared/i18n/i18n.svelte';

/** How often the file on its way is asked how far it is. */
const LOOK_MS = 250;
/** How often the scanner's folder is looked into while the page is open. */
const SCANS_MS = 5000;

const picture = (png: string | null) => (png === null ? null : `data:image/png;base64,${png}`);

export class Attachments extends Trying {
  /** What waits in the scanner's folder; nothing before it was looked at. */
  scans = $state.raw<readonly ScanWaiting[] | null>(null);
  /** Small pictures by the attachment's id. */
  small = $state<Record<string, string>>({});
  /** The one that is looked at, large. */
  looking = $state.raw<{ row: AttachmentRow; picture: string | null } | null>(null);
  /** The one that may be withdrawn. */
  leaving = $state.raw<AttachmentRow | null>(null);
  progress = $state.raw<AttachProgress | null>(null);
  /** A file of a matter that was left did not arrive. */
  late = $state.raw<DeskError | null>(null);
  /** A copy was saved. */
  saved = $state(false);
  #page = 0;
  /** A folder that is slow is asked once at a time. */
  #looking = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly desk: DeskApi,
    private readonly show: (page: FilePage) => void,
  ) {
    super();
  }

  /** The page of a matter is shown: its small pictures, and from then on what waits for it. */
  async open(page: FilePage): Promise<void> {
    const turn = this.#page;
    await this.#pictures(page, turn);
    if (page.may_attach && turn === this.#page && this.#timer === undefined) {
      this.#timer = setInterval(() => void this.lookForScans(), SCANS_MS);
      await this.lookForScans();
    }
  }

  /** The page is left: no picture stays, and what is on its way goes on without it. */
  clear(): void {
    this.#page += 1;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.scans = null;
    this.small = {};
    this.looking = null;
    this.leaving = null;
    this.saved = false;
    this.refused = null;
  }

  /** A file of the desktop. */
  attach(file: string): Promise<void> {
    return this.#moves(() => this.desk.attachFile(file, language.current));
  }

  /** A scan; it leaves its folder. */
  async attachScan(file: string, name: string): Promise<void> {
    await this.#moves(() => this.desk.attachScan(file, name));
    await this.lookForScans();
  }

  /** A look that is refused, as under the cover, changes nothing of what is shown. */
  async lookForScans(): Promise<void> {
    if (this.#looking) {
      return;
    }
    this.#looking = true;
    const turn = this.#page;
    try {
      const scans = await this.desk.scansWaiting();
      if (turn === this.#page) {
        this.scans = scans;
      }
    } catch {
      // The next look may be answered.
    } finally {
      this.#looking = false;
    }
  }

  /** The large picture, where one can be drawn. */
  look(file: string, row: AttachmentRow): Promise<void> {
    const turn = this.#page;
    return this.press(async () => {
      const png = await this.desk.attachmentPicture(file, row.id, true);
      if (turn === this.#page) {
        this.looking = { row, picture: picture(png) };
      }
    });
  }

  /** A copy, where she chooses. */
  save(file: string, row: AttachmentRow): Promise<void> {
    const turn = this.#page;
    return this.#moves(async () => {
      const saved = await this.desk.saveAttachment(file, row.id, language.current);
      this.saved = saved && turn === this.#page;
      return null;
    });
  }

  /** It was attached by mistake. */
  async withdraw(file: string): Promise<void> {
    const { leaving } = this;
    if (leaving !== null) {
      await this.#moves(() => this.desk.withdrawAttachment(file, leaving.id));
      this.leaving = null;
    }
  }

  /** Ends what is on its way. */
  async cancel(): Promise<void> {
    await this.desk.cancelAttaching();
  }

  async #pictures(page: FilePage, turn: number): Promise<void> {
    for (const row of page.attachments) {
      if (row.picture && !(row.id in this.small) && turn === this.#page) {
        try {
          const drawn = picture(await this.desk.attachmentPicture(page.row.id, row.id, false));
          if (drawn !== null && turn === this.#page) {
            this.small[row.id] = drawn;
          }
        } catch {
          // Its kind stands there instead; what is wrong with it is said when it is asked for.
        }
      }
    }
  }

  /** What takes time: how far it is stands on the page, and it can be stopped. */
  #moves(work: () => Promise<FilePage | null>): Promise<void> {
    const turn = this.#page;
    return this.press(async () => {
      this.saved = false;
      this.late = null;
      const timer = setInterval(() => void this.#how(), LOOK_MS);
      try {
        const page = await work();
        if (page !== null && turn === this.#page) {
          this.show(page);
        }
      } catch (cause) {
        if (turn === this.#page) {
          throw cause;
        }
        // Its page was left: it is said wherever she is by now, until she has read it.
        this.late = toDeskError(cause);
      } finally {
        clearInterval(timer);
        this.progress = null;
      }
    });
  }

  async #how(): Promise<void> {
    try {
      const progress = await this.desk.attachProgress();
      this.progress = this.busy ? progress : null;
    } catch {
      // The work itself says what became of it.
    }
  }
}
