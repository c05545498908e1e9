/**
 * Files that belong to a protected file (*tài liệu, chứng cứ*): added, looked at small and large.
 *
 * Purpose: one file on its way at a time, with how far it has come; small pictures that the core drew. May use:
 * DeskApi. Must never: know a path, or keep a picture once the file is left.
 */
import type { AttachmentRow, AttachProgress, DeskApi, ProtectedShown } from '../../ipc/desk-api';
import { language } from '../../shared/i18n/i18n.svelte';
import type { OpenFile } from './deciding.svelte';

/** How often the file on its way is asked how far it is. */
const LOOK_MS = 250;

const picture = (png: string | null) => (png === null ? null : `data:image/png;base64,${png}`);

export class Evidence {
  /** Small pictures by item. */
  small = $state<Record<string, string>>({});
  /** The one that is looked at, large. */
  looking = $state.raw<{ row: AttachmentRow; picture: string | null } | null>(null);
  progress = $state.raw<AttachProgress | null>(null);
  #turn = 0;

  constructor(
    private readonly desk: DeskApi,
    private readonly file: OpenFile,
  ) {}

  /** The file is left: no picture stays. */
  clear(): void {
    this.#turn += 1;
    [this.small, this.looking] = [{}, null];
  }

  /** Small pictures of the file that is shown. */
  async pictures(id: string, shown: ProtectedShown): Promise<void> {
    const turn = this.#turn;
    for (const { id: item, file } of shown.items) {
      if (file?.picture && !(item in this.small)) {
        // Its kind stands there instead where none is drawn.
        const drawn = await this.desk.evidencePicture(id, item, false).catch(() => null);
        if (turn !== this.#turn) {
          return;
        }
        if (drawn !== null) {
          this.small[item] = picture(drawn) ?? '';
        }
      }
    }
  }

  /** A file of the desktop. */
  add(): Promise<boolean> {
    return this.file.run(async (id) => {
      const timer = setInterval(() => void this.#how(), LOOK_MS);
      try {
        const added = await this.desk.addEvidence(id, language.current);
        return added ? await this.desk.openProtected(id) : null;
      } finally {
        clearInterval(timer);
        this.progress = null;
      }
    });
  }

  /** The large picture, where one can be drawn: a look that everybody cleared can see. */
  look(item: string, row: AttachmentRow): Promise<boolean> {
    const turn = this.#turn;
    return this.file.run(async (id) => {
      const png = await this.desk.evidencePicture(id, item, true);
      if (turn === this.#turn) {
        this.looking = { row, picture: picture(png) };
      }
      return null;
    });
  }

  async cancel(): Promise<void> {
    await this.desk.cancelAttaching();
  }

  async #how(): Promise<void> {
    // The work itself says what became of it.
    this.progress = await this.desk.attachProgress().catch(() => this.progress);
  }
}
