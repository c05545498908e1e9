/**
 * How somebody signs, in words.
 *
 * Purpose: the screens that name it say the same. Must never: judge why.
 */
import type { PlainKey } from '../i18n/i18n.svelte';

export type SigningWay = 'signs' | 'fingerprint' | 'read_aloud' | 'interpreter' | 'witness';

export const signings: Readonly<Record<SigningWay, PlainKey>> = {
  signs: 'ui.signing.signs',
  fingerprint: 'ui.signing.fingerprint',
  read_aloud: 'ui.signing.read_aloud',
  interpreter: 'ui.signing.interpreter',
  witness: 'ui.signing.witness',
};

/** Somebody else stands there by name. */
export const helped: readonly SigningWay[] = ['read_aloud', 'interpreter', 'witness'];
