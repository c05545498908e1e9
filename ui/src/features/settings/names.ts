/**
 * The settings in words: which stand together, what each is called, what may be chosen.
 *
 * Purpose: the screen's order as data. A setting the window does not know is not shown. Must never:
 * hold a value.
 */
import type { PlainKey } from '../../shared/i18n/i18n.svelte';

/** One setting in words. */
interface Named {
  name: string;
  label: PlainKey;
  hint?: PlainKey;
  choices?: Readonly<Record<string, PlainKey>>;
  /** What this machine has is offered beside what may be typed. */
  offers?: 'ports';
}

export type Part = 'office' | 'counter' | 'printers' | 'scanner' | 'backup';

const printer = (name: string, label: PlainKey): Named => ({ name, label });

export const parts: Readonly<Record<Part, readonly Named[]>> = {
  office: [
    { name: 'letterhead.parent', label: 'ui.settings.parent' },
    { name: 'letterhead.office', label: 'ui.settings.office' },
    { name: 'letterhead.place', label: 'ui.settings.place', hint: 'ui.settings.place.hint' },
    { name: 'letterhead.address', label: 'ui.settings.address' },
    { name: 'letterhead.phone', label: 'ui.settings.phone' },
    {
      name: 'paper.officer',
      label: 'ui.settings.officer',
      choices: {
        given_name: 'ui.settings.officer.given_name',
        sign_in_name: 'ui.settings.officer.sign_in_name',
      },
    },
  ],
  counter: [
    { name: 'counter.name', label: 'ui.settings.counter', hint: 'ui.settings.counter.hint' },
    { name: 'idle.seconds', label: 'ui.settings.idle', hint: 'ui.settings.idle.hint' },
    {
      name: 'wall.on',
      label: 'ui.settings.wall',
      choices: { on: 'ui.settings.wall.on', off: 'ui.settings.wall.off' },
    },
  ],
  printers: [
    printer('printer.receipt', 'ui.settings.printer.receipt'),
    printer('printer.slip', 'ui.settings.printer.slip'),
    printer('printer.sheet', 'ui.settings.printer.sheet'),
    printer('printer.private', 'ui.settings.printer.private'),
  ],
  scanner: [
    {
      name: 'scanner.mode',
      label: 'ui.settings.scanner',
      choices: {
        wedge: 'ui.settings.scanner.wedge',
        serial: 'ui.settings.scanner.serial',
        paste: 'ui.settings.scanner.paste',
      },
    },
    {
      name: 'scanner.port',
      label: 'ui.settings.port',
      hint: 'ui.settings.port.hint',
      offers: 'ports',
    },
    {
      name: 'scan.folder',
      label: 'ui.settings.scan_folder',
      hint: 'ui.settings.scan_folder.hint',
    },
  ],
  backup: [
    {
      name: 'backup.alarm_hours',
      label: 'ui.settings.alarm',
      hint: 'ui.settings.alarm.hint',
    },
  ],
};
