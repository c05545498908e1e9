/**
 * The day's end, and the word from one shift to the next.
 *
 * Purpose: what is still open, what was given, printed and left, and the closing of it; what is typed
 * is a draft until it is left. May use: DeskApi, keeping. Must never: close a day without its number
 * of open visits having been shown.
 */
import type { BackupProgress, BackupView, DayView, DeskApi, ShiftNote } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';
import type { Topics } from '../../ipc/topics';
import { t, type PlainKey } from '../../shared/i18n/i18n.svelte';
import { bodyOf, type TextForm } from '../../shared/keeping/forms';
import { Keeper } from '../../shared/keeping/keeper.svelte';
import { undos } from '../../shared/undo/undo.svelte';

/** How often the backup is looked at, milliseconds. */
const LOOK = 250;

/** What is typed here, and what its draft is called. */
const titles: Record<TextForm['form'], PlainKey> = {
  note: 'ui.day.note',
  reason: 'ui.day.reason',
};

export class Day {
  view = $state.raw<DayView | null>(null);
  /** For the next shift. */
  note = $state('');
  reason = $state('');
  /** What the shifts before left. */
  notes = $state.raw<readonly ShiftNote[]>([]);
  /** The copy made at closing, how far it is, why there is none. */
  backup = $state.raw<BackupView | null>(null);
  progress = $state.raw<BackupProgress | null>(null);
  noBackup = $state.raw<DeskError | null>(null);
  refused = $state.raw<DeskError | null>(null);
  /** Why the last look at the day failed; the next one that succeeds takes it away. */
  unread = $state.raw<DeskError | null>(null);
  busy = $state(false);
  /** One is being made, by this screen. */
  copying = $state(false);
  /** The note was written without ending the day. */
  noted = $state(false);
  #stop: (() => void) | null = null;
  #keepers: Record<TextForm['form'], Keeper<DeskError>>;
  /** Of texts that another draft took the place of. */
  #former: Keeper<DeskError>[] = [];

  constructor(
    private readonly desk: DeskApi,
    private readonly topics: Topics,
  ) {
    const keeper = () => new Keeper(desk, toDeskError);
    this.#keepers = $state.raw({ note: keeper(), reason: keeper() });
  }

  /** Whether this draft is one of the texts that stand here. */
  writes(draft: string): boolean {
    const { note, reason } = this.#keepers;
    return draft === note.id || draft === reason.id;
  }

  async start(): Promise<void> {
    const unwatch = this.topics.watch('day', () => void this.refresh());
    const unkeep = $effect.root(() => {
      $effect(() => this.#keep());
    });
    this.#stop = () => {
      unwatch();
      unkeep();
    };
    await this.refresh();
  }

  stop(): void {
    this.#stop?.();
    for (const keeper of [this.#keepers.note, this.#keepers.reason, ...this.#former]) {
      keeper.stop();
    }
    this.#former = [];
    this.view = null;
    this.notes = [];
    this.backup = null;
    this.noBackup = null;
    this.note = '';
    this.reason = '';
  }

  /** What was begun and not left goes on. */
  resume(draft: string, told: TextForm): void {
    const former = this.#keepers[told.form];
    this.noted = false;
    if (former.id === draft && this[told.form] !== '') {
      // It stands there already, perhaps with more than could be kept.
      return;
    }
    // What stands in the field is another draft, and stays one.
    this.#former.push(former);
    void former.flush();
    this.#begin(told.form, new Keeper(this.desk, toDeskError, draft, bodyOf(told)));
    this[told.form] = told.text;
  }

  #begin(form: TextForm['form'], keeper = new Keeper(this.desk, toDeskError)): void {
    this.#keepers = { ...this.#keepers, [form]: keeper };
  }

  /** Keeps what is typed at once. */
  async flush(): Promise<boolean> {
    const { note, reason } = this.#keepers;
    // Older texts first: one of them may have been gone on with since.
    const former = await Promise.all(this.#former.map((keeper) => keeper.flush()));
    return [...former, await note.flush(), await reason.flush()].every(Boolean);
  }

  #keep(): void {
    for (const form of ['note', 'reason'] as const) {
      const text = this[form];
      const keeper = this.#keepers[form];
      keeper.changed(
        { title: t(titles[form]), visit: null, body: bodyOf({ form, text }) },
        text !== '',
      );
    }
  }

  /** Leaves what was typed; its draft goes with it. */
  async #leave(form: TextForm['form'], tell: (text: string) => Promise<unknown>): Promise<void> {
    const keeper = this.#keepers[form];
    const text = this[form];
    await keeper.hold();
    try {
      await tell(text);
    } catch (cause) {
      keeper.letGo();
      throw cause;
    }
    this.#begin(form);
    // What was typed meanwhile is the beginning of the next one.
    this[form] = this[form].startsWith(text) ? this[form].slice(text.length) : this[form];
    this.#keep();
    await keeper.forget();
  }

  /**
   * A reason that the open day has no use for goes; for a while it can be had back. Where its draft
   * cannot be thrown away, it stays as it was, and is kept on.
   */
  async dropReason(): Promise<void> {
    const { sitting } = undos;
    await this.#try(async () => {
      const { reason } = this;
      const keeper = this.#keepers.reason;
      const refused = await keeper.forget();
      if (refused) {
        keeper.letGo();
        this.#keep();
        throw refused;
      }
      // Another may have gone on in its place meanwhile.
      if (this.#keepers.reason === keeper) {
        this.#begin('reason');
        this.reason = '';
      }
      undos.offer(
        {
          text: () => t('ui.draft.discarded', { title: t(titles.reason) }),
          undo: () => {
            this.reason = reason;
            return Promise.resolve();
          },
        },
        sitting,
      );
    });
  }

  async refresh(): Promise<void> {
    try {
      [this.view, this.notes] = await Promise.all([this.desk.dayState(), this.desk.shiftNotes()]);
      this.unread = null;
    } catch (cause) {
      this.unread = toDeskError(cause);
    }
  }

  /**
   * Leaves the note, ends the day's visits together, and makes the backup. `duty`: the supervisor who
   * answers for what runs on, where it is not she who closes.
   */
  async end(duty?: { name: string; passphrase: Uint8Array }): Promise<void> {
    await this.#try(async () => {
      if (this.note.trim() !== '') {
        await this.#leave('note', this.desk.writeShiftNote);
      }
      this.view = await (duty
        ? this.desk.endDayOnDuty(duty.name, duty.passphrase)
        : this.desk.endDay());
      await this.copy();
    });
  }

  /** A backup that failed does not undo the closing: it is said, and may be tried again. */
  async copy(): Promise<void> {
    this.noBackup = null;
    this.copying = true;
    const look = setInterval(() => {
      // A look that is refused, as under the cover, changes nothing of what is shown.
      void this.desk
        .backupProgress()
        .then((progress) => (this.progress = progress))
        .catch(() => undefined);
    }, LOOK);
    try {
      this.backup = await this.desk.makeBackup();
    } catch (cause) {
      this.noBackup = toDeskError(cause);
    } finally {
      clearInterval(look);
      this.progress = null;
      this.copying = false;
    }
  }

  async stopCopy(): Promise<void> {
    await this.desk.cancelBackup();
  }

  async reopen(): Promise<void> {
    await this.#try(async () => {
      await this.#leave('reason', this.desk.reopenDay);
      this.backup = null;
    });
  }

  /** Leaves the note for the next shift now. */
  async leaveNote(): Promise<void> {
    await this.#try(async () => {
      await this.#leave('note', this.desk.writeShiftNote);
      this.noted = true;
    });
  }

  /** The note was read. */
  async acknowledge(id: string): Promise<void> {
    await this.#try(() => this.desk.acknowledgeNote(id));
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    if (this.busy) {
      return;
    }
    this.busy = true;
    try {
      await work();
      this.refused = null;
    } catch (cause) {
      this.refused = toDeskError(cause);
    } finally {
      this.busy = false;
    }
  }
}
