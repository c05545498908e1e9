/**
 * Bodies to which somebody may be sent on (*danh bạ nơi chuyển gửi*).
 *
 * Purpose: the list, and one body that is being written by a supervisor. May use: DeskApi. Must never: hold
 * anything of a citizen.
 */
import type { BodyRow, BodyTold, DeskApi } from '../../ipc/desk-api';
import { Trying } from '../../ipc/trying.svelte';

export class Directory extends Trying {
  rows = $state.raw<readonly BodyRow[] | null>(null);
  /** The one that is being written. */
  body = $state<BodyTold | null>(null);

  constructor(private readonly desk: Pick<DeskApi, 'directory' | 'keepBody' | 'dropBody'>) {
    super();
  }

  async load(): Promise<void> {
    await this.press(async () => {
      this.rows ??= await this.desk.directory();
    });
  }

  /** A new body, or one as it stands. */
  begin(row: BodyRow | null): void {
    const known = row?.body;
    this.body = {
      id: known?.id ?? null,
      kind: known?.kind ?? 'other',
      name: known?.name ?? '',
      phones: known?.phones ?? '',
      address: known?.address ?? '',
      hours: known?.hours ?? '',
      note: known?.note ?? '',
      verified_on: known?.verified_on ?? '',
    };
    this.refused = null;
  }

  leave(): void {
    [this.body, this.refused] = [null, null];
  }

  async keep(): Promise<void> {
    const { body } = this;
    if (body !== null) {
      await this.press(async () => {
        this.rows = await this.desk.keepBody($state.snapshot(body));
        this.body = null;
      });
    }
  }

  async drop(id: string): Promise<void> {
    await this.press(async () => {
      this.rows = await this.desk.dropBody(id);
      this.body = null;
    });
  }
}
