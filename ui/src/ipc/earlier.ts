/**
 * Earlier visits in the words and the shape the kit shows them by.
 *
 * Purpose: one reading of what the core tells of them, for every screen. Must never: key a visit by
 * its day and number; one that was entered late may share both with another.
 */
import { language, t, type PlainKey } from '../shared/i18n/i18n.svelte';
import type { EarlierVisit } from './contract';

const outcomes: Readonly<Record<string, PlainKey>> = {
  advice: 'ui.outcome.advice',
  matter_taken: 'ui.outcome.matter_taken',
  handed_on: 'ui.outcome.handed_on',
  refused: 'ui.outcome.refused',
  left_unserved: 'ui.outcome.left_unserved',
};

/** How a visit ended; a word of a later core as it came. */
function ended(outcome: string): string {
  const key = outcomes[outcome];
  return key ? t(key) : outcome;
}

const lineOf = ({ day, what, outcome }: EarlierVisit) => ({
  day,
  what: what.map(({ service, titles }) => ({ code: service, text: titles[language.current] })),
  after: ended(outcome),
});

/** Each visit: its day, what she came for and how it ended, in the language shown now. */
export const earlierLines = (visits: readonly EarlierVisit[]) => visits.map(lineOf);

/** The same with its number, and that in the paper register where it was carried over. */
export const earlierInFull = (visits: readonly EarlierVisit[]) =>
  visits.map((visit) => {
    const line = lineOf(visit);
    const { number, carried } = visit;
    return {
      ...line,
      before: number,
      after:
        carried === null
          ? line.after
          : `${line.after} · ${t('ui.people.carried', { number: carried })}`,
    };
  });
