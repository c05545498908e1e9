/**
 * The screens beside the counter for one session: staff, settings, backups, going live,
 * practice.
 *
 * Purpose: one object made at sign-in and stopped at lock, so that what was typed survives a change
 * of screen and nothing of one officer is there for the next. Must never: outlive its session.
 */
import { Backup } from '../features/backup/backup.svelte';
import { Catalogue } from '../features/catalogue/catalogue.svelte';
import { GoingLive } from '../features/going-live/going-live.svelte';
import { Practice } from '../features/practice/practice.svelte';
import { Settings } from '../features/settings/settings.svelte';
import { Users } from '../features/users/users.svelte';
import type { DeskApi, SessionView } from '../ipc/desk-api';
import type { Topics } from '../ipc/topics';

export class StaffDesk {
  readonly users: Users;
  readonly settings: Settings;
  readonly backup: Backup;
  readonly live: GoingLive;
  readonly catalogue: Catalogue;
  readonly practice = new Practice();

  constructor(core: DeskApi, topics: Topics) {
    this.users = new Users(core, topics);
    this.settings = new Settings(core);
    this.backup = new Backup(core, topics);
    this.live = new GoingLive(core);
    this.catalogue = new Catalogue(core);
  }

  /** The status bar says how old the newest backup is, to whoever may know it. */
  async start(role: SessionView['role'] | null): Promise<void> {
    if (role !== 'auditor') {
      await this.backup.start();
    }
  }

  stop(): void {
    this.users.stop();
    this.backup.stop();
    this.live.stop();
    this.catalogue.clear();
  }
}
