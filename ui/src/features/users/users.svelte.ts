/**
 * Members of staff, and what may happen to them.
 *
 * Purpose: the list; enrolment with a code that is shown once; what two people at this screen agree
 * to. May use: DeskApi, Topics. Must never: keep a code or a passphrase longer than it is needed,
 * or decide who may do what (the core does).
 */
import type { DeskApi, Invited, Role, UserChange, UserRow } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';
import type { Topics } from '../../ipc/topics';

/** Something the two have agreed to, or one has asked for. */
export type Asked =
  | { kind: 'enrol'; row: UserRow | null }
  | { kind: 'activate'; row: UserRow }
  | { kind: 'role'; row: UserRow }
  | { kind: 'remove'; row: UserRow }
  | { kind: 'suspend'; row: UserRow };

const order: readonly string[] = ['enrolled', 'invited', 'active', 'suspended', 'removed'];

export class Users {
  rows = $state.raw<readonly UserRow[] | null>(null);
  /** Why there is no list. */
  failed = $state.raw<DeskError | null>(null);
  /** The dialog that is open. */
  asked = $state.raw<Asked | null>(null);
  /** Why what was asked did not happen. */
  refused = $state.raw<DeskError | null>(null);
  busy = $state(false);
  /** The code of an invitation: until the administrator closes it. */
  invited = $state.raw<Invited | null>(null);
  /** What happened last, for the line that says so. */
  done = $state.raw<{ kind: Asked['kind']; name: string } | null>(null);
  #stop: (() => void) | null = null;

  constructor(
    private readonly desk: DeskApi,
    private readonly topics: Topics,
  ) {}

  async start(): Promise<void> {
    this.#stop ??= this.topics.watch('users', () => void this.refresh());
    await this.refresh();
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
    this.rows = null;
    this.close();
    this.done = null;
  }

  /** Those somebody has to act for come first. */
  async refresh(): Promise<void> {
    try {
      const rows = await this.desk.users();
      this.rows = rows.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
      this.failed = null;
    } catch (cause) {
      this.failed = toDeskError(cause);
    }
  }

  ask(asked: Asked): void {
    this.asked = asked;
    this.refused = null;
    this.done = null;
  }

  /** Closes whatever is open; the code of an invitation is gone with it. */
  close(): void {
    this.asked = null;
    this.invited = null;
    this.refused = null;
  }

  async enrol(name: string, display: string, role: Role): Promise<void> {
    await this.#try(async () => {
      this.invited = await this.desk.enrolUser(name.trim(), display, role);
    });
  }

  /** The second person agreed with her passphrase; its bytes are zero afterwards. */
  async change(
    row: UserRow,
    change: UserChange,
    second: string,
    passphrase: Uint8Array,
  ): Promise<void> {
    await this.#try(async () => {
      await this.desk.changeUser(row.id, change, second.trim(), passphrase);
      this.#happened(row);
    });
    passphrase.fill(0);
  }

  async suspend(row: UserRow): Promise<void> {
    await this.#try(async () => {
      await this.desk.suspendUser(row.id);
      this.#happened(row);
    });
  }

  #happened(row: UserRow): void {
    const kind = this.asked?.kind;
    this.close();
    this.done = kind ? { kind, name: row.display } : null;
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    if (this.busy) {
      return;
    }
    this.busy = true;
    this.refused = null;
    try {
      await work();
    } catch (cause) {
      this.refused = toDeskError(cause);
    } finally {
      this.busy = false;
    }
  }
}
