/**
 * The real core behind `DeskApi`: one Tauri command a method.
 *
 * Purpose: the only place that calls the shell, put together of parts. May use:
 * `@tauri-apps/api`. Must never: hold a passphrase longer than one call, or retry a command by
 * itself.
 */
import type { BackupApi, DeskApi, SessionApi } from './desk-api';
import { commands } from './bindings.gen';
import { core, raw } from './raw';
import {
  dayOverTauri,
  draftsOverTauri,
  attachmentsOverTauri,
  filesOverTauri,
  intakeOverTauri,
  papersOverTauri,
  queueOverTauri,
} from './tauri-counter';
import { privateOverTauri } from './tauri-private';
import {
  catalogueOverTauri,
  foundingOverTauri,
  liveOverTauri,
  householdsOverTauri,
  mergingOverTauri,
  routeOverTauri,
  ownPassphrase,
  staffOverTauri,
} from './tauri-staff';

/** Secrets go as raw bytes: no passphrase and no PIN passes through JSON text. */
const sessionOverTauri = (): Omit<SessionApi, 'changePassphrase' | 'suggestPassphrase'> => ({
  deskState: () => core(commands.deskState()),
  signIn: (name, passphrase) => raw('sign_in', name, passphrase),
  confirmClock: (day, time) => core(commands.confirmClock(day, time)),
  lock: () => core(commands.lock()),
  closeWindow: () => core(commands.closeWindow()),
  lastWords: (kept) => core(commands.lastWords(kept)),
  setPin: (pin) => raw('set_pin', pin),
  cover: () => core(commands.cover()),
  uncover: (pin) => raw('uncover', pin),
  activity: () => core(commands.activity()),
  stay: () => core(commands.stay()),
  appearance: () => core(commands.appearance()),
  setAppearance: (appearance) => core(commands.setAppearance(appearance)),
});

const backupOverTauri = (): BackupApi => ({
  backups: () => core(commands.backups()),
  makeBackup: () => core(commands.makeBackup()),
  backupProgress: () => core(commands.backupProgress()),
  cancelBackup: () => core(commands.cancelBackup()),
  checkBackup: (name) => core(commands.checkBackup(name)),
});

export function tauriDesk(): DeskApi {
  return {
    ...sessionOverTauri(),
    ...queueOverTauri(),
    ...intakeOverTauri(),
    ...draftsOverTauri(),
    ...filesOverTauri(),
    ...attachmentsOverTauri(),
    ...papersOverTauri(),
    ...dayOverTauri(),
    ...backupOverTauri(),
    ...ownPassphrase(),
    ...staffOverTauri(),
    ...liveOverTauri(),
    ...mergingOverTauri(),
    ...householdsOverTauri(),
    ...privateOverTauri(),
    ...routeOverTauri(),
    ...catalogueOverTauri(),
    ...foundingOverTauri(),
  };
}
