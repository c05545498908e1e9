/**
 * Backups: what there is, and making one now.
 *
 * Purpose: newest, age and alarm, also for the status bar; a backup that is made, with how far it
 * has come. May use: DeskApi, Topics, the status bar. Must never: call a copy good that the core did
 * not check.
 */
import type { BackupProgress, BackupView, BackupsView, DeskApi } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';
import type { Topics } from '../../ipc/topics';
import { t } from '../../shared/i18n/i18n.svelte';
import { status } from '../../shared/status/status.svelte';
import { when } from '../../shared/format/when';

/** How often a running backup is asked how far it is. */
const LOOK_MS = 250;

export class Backup {
  view = $state.raw<BackupsView | null>(null);
  failed = $state.raw<DeskError | null>(null);
  /** Why the last one was not made. */
  refused = $state.raw<DeskError | null>(null);
  /** One is being made. */
  running = $state(false);
  progress = $state.raw<BackupProgress | null>(null);
  made = $state.raw<BackupView | null>(null);
  /** The generation that is being compared byte by byte. */
  checking = $state('');
  /** Those that were, and how it went. */
  checked = $state<Record<string, boolean>>({});
  #stop: (() => void) | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #turn = 0;
  /** A question is with the core; where a medium is slow, it may stay there long. */
  #asking = false;

  constructor(
    private readonly desk: DeskApi,
    private readonly topics: Topics,
  ) {}

  async start(): Promise<void> {
    this.#stop ??= this.topics.watch('backup', () => void this.refresh());
    status.again = () => {
      if (!this.#asking) {
        void this.refresh(true);
      }
    };
    await this.refresh();
  }

  /** What is answered later is told to nobody. */
  stop(): void {
    this.#turn += 1;
    this.#asking = false;
    status.again = null;
    this.#stop?.();
    this.#stop = null;
    clearInterval(this.#timer);
  }

  /** Looks; one by the clock that is refused, as under the cover, changes nothing of what is shown. */
  async refresh(byClock = false): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#asking = true;
    try {
      const view = await this.desk.backups();
      if (turn === this.#turn) {
        this.#show(view);
      }
    } catch (cause) {
      if (turn === this.#turn && !byClock) {
        this.failed = toDeskError(cause);
      }
    } finally {
      this.#asking &&= turn !== this.#turn;
    }
  }

  /** Makes one now; it goes on while other screens are used. */
  async make(): Promise<void> {
    if (this.running) {
      return;
    }
    this.running = true;
    this.made = null;
    this.refused = null;
    this.progress = null;
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
    try {
      this.made = await this.desk.makeBackup();
    } catch (cause) {
      this.refused = toDeskError(cause);
    } finally {
      clearInterval(this.#timer);
      this.running = false;
      this.progress = null;
    }
  }

  /** Stops it at its next step; nothing of it counts. */
  async cancel(): Promise<void> {
    await this.#try(() => this.desk.cancelBackup());
  }

  /** Compares every byte of a generation with what was signed. */
  async check(name: string): Promise<void> {
    if (this.checking !== '') {
      return;
    }
    this.checking = name;
    this.refused = null;
    await this.#try(async () => {
      const { ok } = await this.desk.checkBackup(name);
      this.checked[name] = ok;
    });
    this.checking = '';
  }

  #show(view: BackupsView): void {
    this.view = view;
    this.failed = null;
    const { newest, alarm, closed_without } = view;
    status.backup = () => {
      if (newest === null) {
        return t('ui.backup.none_yet');
      }
      const key = alarm
        ? 'ui.backup.status.old'
        : closed_without
          ? 'ui.backup.status.closed_without'
          : 'ui.backup.status';
      return t(key, { time: when(newest) });
    };
    status.alarm = alarm || closed_without;
  }

  async #look(): Promise<void> {
    try {
      this.progress = await this.desk.backupProgress();
    } catch {
      // How far it is, is no reason to stop: its end says what there is to say.
    }
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      this.refused = toDeskError(cause);
    }
  }
}
