/**
 * Settings of the office and this machine.
 *
 * Purpose: what is set, what is typed and not saved yet, why a value was refused. May use: DeskApi.
 * Must never: decide who may change them: the core says so and refuses.
 */
import type { DeskApi, SettingRow, SettingsView } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';

/** `ttyS2` before `ttyS10`. */
const inOrder = new Intl.Collator('en', { numeric: true }).compare;

export class Settings {
  view = $state.raw<SettingsView | null>(null);
  /** Why nothing could be read, or what is wrong without a field. */
  failed = $state.raw<DeskError | null>(null);
  /** Typed and not saved, by name: it stays while the screen is left and found again. */
  typed = $state<Record<string, string>>({});
  /** What was refused, by name. */
  wrong = $state<Record<string, DeskError>>({});
  busy = $state(false);
  /** Everything typed was saved. */
  saved = $state(false);

  constructor(readonly desk: DeskApi) {}

  async start(): Promise<void> {
    try {
      this.view = await this.desk.settings();
      this.failed = null;
    } catch (cause) {
      this.failed = toDeskError(cause);
    }
  }

  get mayChange(): boolean {
    return this.view?.may_change ?? false;
  }

  row(name: string): SettingRow | undefined {
    return this.view?.rows.find((row) => row.name === name);
  }

  /** As typed, else as set. */
  value(name: string): string {
    return this.typed[name] ?? this.row(name)?.value ?? '';
  }

  type(name: string, value: string): void {
    this.typed[name] = value;
    this.saved = false;
  }

  /** Ports of this machine with the typed text in their names; one may be plugged in meanwhile. */
  async ports(typed: string): Promise<string[]> {
    const wanted = typed.trim().toLowerCase();
    const found = (await this.desk.serialPorts()).filter((port) =>
      port.toLowerCase().includes(wanted),
    );
    return found.sort(inOrder);
  }

  /** Saves those of these names that were changed. */
  async save(names: readonly string[]): Promise<void> {
    if (this.busy) {
      return;
    }
    this.busy = true;
    this.saved = false;
    this.failed = null;
    this.wrong = {};
    let whole = true;
    for (const name of names) {
      const value = this.typed[name];
      if (value !== undefined && value !== this.row(name)?.value) {
        whole = (await this.#change(name, value)) && whole;
      } else {
        this.#forget(name);
      }
    }
    this.busy = false;
    this.saved = whole;
  }

  /** Whether it was taken. */
  async #change(name: string, value: string): Promise<boolean> {
    try {
      this.view = await this.desk.changeSetting(name, value);
      this.#forget(name);
      return true;
    } catch (cause) {
      const refused = toDeskError(cause);
      if (refused.field === undefined) {
        this.failed = refused;
      } else {
        this.wrong[name] = refused;
      }
      return false;
    }
  }

  #forget(name: string): void {
    this.typed = Object.fromEntries(Object.entries(this.typed).filter(([one]) => one !== name));
  }
}
