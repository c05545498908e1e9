/**
 * Copies of an invented vault, made step by step so that progress and stopping can be seen.
 *
 * Must never: end up in the shipped program.
 */
import type { BackupApi, BackupProgress, BackupView } from '../desk-api';
import { DeskError } from '../errors';
import { roleNow } from './staff';
import { refuse, type World } from './world';

/** The fake office’s now. Its core counts working days alone; here every day is one. */
const NOW = Date.parse('2026-11-24T09:05:00+07:00');
const hoursSince = (made: string) =>
  Math.max(0, Math.floor((NOW - Date.parse(made)) / (60 * 60 * 1000)));

const steps = ['copy', 'files', 'check', 'compare'] as const;

/** Working at: one step each time somebody asks how far it is. */
interface Running {
  at: number;
  end: (made: BackupView) => void;
  stop: (cause: DeskError) => void;
}

export function backupApi(world: World): BackupApi {
  let running: Running | null = null;
  let generations = [...(world.office.generations ?? usual)];
  const made = (): BackupView => ({
    name: '2026-11-24-170500-A',
    made: '2026-11-24T17:05:00+07:00',
    entries: 412,
    bytes: 2_400_000,
  });
  const place = () => world.disk.settings.get('backup.place') ?? '';
  return {
    backups: () => {
      const newest = generations.find(({ ok }) => ok)?.made ?? null;
      const age = newest === null ? null : hoursSince(newest);
      return Promise.resolve({
        place: place() === '' ? null : place(),
        newest,
        age_hours: age,
        closed_without: world.closed && !world.backedUp,
        alarm: age === null || age >= Number(world.disk.settings.get('backup.alarm_hours') ?? 26),
        silent: false,
        generations: ['admin', 'supervisor'].includes(roleNow(world) ?? '') ? generations : [],
      });
    },
    checkBackup: (name) => {
      const found = generations.find((one) => one.name === name);
      return found ? Promise.resolve({ ...found }) : refuse('backup.unknown', 'name');
    },
    makeBackup: () => {
      if (place() === '') {
        return refuse('backup.no_place');
      }
      if (running) {
        return refuse('backup.running');
      }
      return new Promise((end, stop) => {
        running = { at: 0, end, stop };
      });
    },
    backupProgress: () => {
      if (!running) {
        return Promise.resolve(null);
      }
      const at = running.at;
      running.at += 1;
      if (at >= steps.length * 2) {
        const one = made();
        generations = [
          { name: one.name, made: one.made, entries: one.entries, ok: true },
          ...generations,
        ];
        world.backedUp = true;
        running.end(one);
        running = null;
        return Promise.resolve(null);
      }
      const step: BackupProgress['step'] = steps[Math.floor(at / 2)] ?? 'copy';
      return Promise.resolve({ step, done: (at % 2) * 50 + 25, total: 100 });
    },
    cancelBackup: () => {
      running?.stop(new DeskError('work.cancelled'));
      running = null;
      return Promise.resolve(null);
    },
  };
}

const usual = [
  { name: '2026-11-23-170500-A', made: '2026-11-23T17:05:00+07:00', entries: 398, ok: true },
  { name: '2026-11-20-171000-A', made: '2026-11-20T17:10:00+07:00', entries: 371, ok: true },
];
