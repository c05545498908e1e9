/**
 * A matter that was taken out of the form, and its way back.
 *
 * Purpose: instead of "are you sure?". May use: undo, the form. Must never: put a matter back by
 * itself: what was taken out is not saved unless somebody says so.
 */
import { language, t } from '../../shared/i18n/i18n.svelte';
import { discreetly } from '../../shared/privacy/discreet.svelte';
import type { Undoable } from '../../shared/undo/undo.svelte';
import type { Intake } from './intake.svelte';

/**
 * What is offered for the one taken out last, if there is one. A form that is put aside within the
 * time keeps it in its draft, and offers it again when it comes back: `here` says no then.
 */
export function takenOut(intake: Intake, here: () => boolean): Undoable | null {
  const { removed } = intake;
  if (!removed) {
    return null;
  }
  const { id, titles } = removed.matter.service;
  return {
    text: () => t('ui.matter.removed', { title: discreetly('code', titles[language.current], id) }),
    undo: () => {
      intake.putBack();
      return Promise.resolve();
    },
    done: () => {
      if (here() && intake.removed === removed) {
        intake.removed = null;
      }
    },
  };
}
