/**
 * Drafts that wait: whose they are, how old, and what may be done with them.
 *
 * Purpose: the list at the counter. May use: DeskApi, undo. Must never: show what stands in a
 * draft before it is opened.
 */
import type { DeskApi, DraftOpened, DraftRow, DraftToKeep } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';
import { t } from '../../shared/i18n/i18n.svelte';
import { discreetly } from '../../shared/privacy/discreet.svelte';
import { undos } from '../../shared/undo/undo.svelte';

export class Drafts {
  rows = $state.raw<readonly DraftRow[]>([]);
  refused = $state.raw<DeskError | null>(null);
  /** Whether it stands in a field of another screen: it is worked on there, and waits for nobody. */
  elsewhere: (id: string) => boolean = () => false;

  constructor(private readonly desk: DeskApi) {}

  async refresh(): Promise<void> {
    try {
      this.rows = await this.desk.drafts();
      this.refused = null;
    } catch (cause) {
      this.refused = toDeskError(cause);
    }
  }

  /** What was begun for a number: her own, else a colleague's. */
  of(visit: string | null): DraftRow | null {
    const begun = visit === null ? [] : this.rows.filter((row) => row.visit === visit);
    return begun.find((row) => row.mine) ?? begun[0] ?? null;
  }

  /** Opens an own draft, or takes another officer's over. */
  async open(row: DraftRow): Promise<DraftOpened | null> {
    try {
      const opened = await (row.mine ? this.desk.openDraft(row.id) : this.desk.takeDraft(row.id));
      this.refused = null;
      return opened;
    } catch (cause) {
      this.refused = toDeskError(cause);
      return null;
    }
  }

  /** Throws an own draft away; for a while it can be had back. */
  async discard(row: DraftRow): Promise<void> {
    const { sitting } = undos;
    try {
      const before = await this.desk.openDraft(row.id);
      await this.desk.discardDraft(row.id);
      this.offer(before, sitting);
      await this.refresh();
    } catch (cause) {
      this.refused = toDeskError(cause);
    }
  }

  /** The way back for a draft that was thrown away. */
  offer({ id, title, visit, body }: DraftToKeep, since = undos.sitting): void {
    undos.offer(
      {
        text: () => t('ui.draft.discarded', { title: discreetly('name', title) }),
        undo: async () => {
          await this.desk.keepDraft({ id, title, visit, body });
          await this.refresh();
        },
        sentence: (cause) => toDeskError(cause).sentence,
      },
      since,
    );
  }
}
