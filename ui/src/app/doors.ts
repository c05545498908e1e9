/**
 * The screens where nobody works yet, and what help says about them: before the sign-in, between it
 * and the work, through the first day.
 *
 * Purpose: what is asked there, what to do where it cannot be answered, and who helps, as data. Must
 * never: promise what holds only with an open vault (that typed text is kept encrypted), or name a
 * key that does nothing there.
 */
import type { StepId } from '../features/founding/order';
import type { PlainKey } from '../shared/i18n/i18n.svelte';
import type { Helped } from './places';

export const doors = {
  signIn: {
    label: 'ui.signin.title',
    help: ['ui.help.signin.1', 'ui.help.signin.2', 'ui.help.signin.3'],
    moving: [],
  },
  invitation: {
    label: 'ui.invite.title',
    help: ['ui.help.invite.1', 'ui.help.invite.2', 'ui.help.chosen'],
    moving: ['ui.help.digits'],
  },
  passphrase: {
    label: 'ui.passphrase.title',
    help: ['ui.help.passphrase', 'ui.help.chosen'],
    moving: ['ui.help.digits'],
  },
  clock: { label: 'ui.clock.title', help: ['ui.help.clock.1', 'ui.help.clock.2'], moving: [] },
  failed: { label: 'ui.app.name', help: ['ui.help.failed'], moving: [] },
} as const satisfies Record<string, Helped>;

/** Exhaustive by type: a new step needs its words. */
const steps: Readonly<Record<StepId, { leaves: PlainKey; moving?: readonly PlainKey[] }>> = {
  welcome: { leaves: 'ui.help.first.welcome' },
  office: { leaves: 'ui.help.first.office', moving: ['ui.help.enter', 'ui.help.digits'] },
  founders: { leaves: 'ui.help.first.founders', moving: ['ui.help.enter'] },
  found: { leaves: 'ui.help.first.found', moving: ['ui.help.digits'] },
  shares: { leaves: 'ui.help.first.shares' },
  backup: { leaves: 'ui.help.first.backup' },
  printer: { leaves: 'ui.help.first.printer', moving: ['ui.help.digits'] },
  scanner: { leaves: 'ui.help.first.scanner' },
  practice: { leaves: 'ui.help.first.practice' },
  done: { leaves: 'ui.help.first.done' },
};

/** The first day, at the step where one is. */
export const firstDay = (at: StepId): Helped => ({
  label: 'ui.first.title',
  help: [steps[at].leaves, 'ui.help.first.on', 'ui.help.first.who'],
  moving: steps[at].moving ?? [],
});
