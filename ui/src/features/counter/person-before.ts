/**
 * What belongs to the fields of a person beside their text, as it stood before a scanner typed.
 *
 * Purpose: the first keys of a burst look like a hand's, and a hand's letter says that the field is no
 * longer the card's, that it is meant, which of two is right. With the text of the field that is put
 * back. May use: nothing. Must never: put back a text, or outlive the burst.
 */
import type { Differing, PersonBody, Side, TextField } from './person-fields';

/** Whom it is told of. */
interface Marked {
  origins: PersonBody['origins'];
  doubts: TextField[];
  carried: TextField[];
  differing: Partial<Record<TextField, Differing>>;
  chosen: Record<string, Side>;
  refused: string;
  /** Grows with each scan, and with each person taken. */
  readonly flash: number;
}

/** Remembers it; the answer puts it back, unless the form was filled meanwhile: that says it anew. */
export function marksOf(form: Marked): () => void {
  const { origins, doubts, carried, differing, chosen, refused, flash } = form;
  const before = {
    origins: { ...origins },
    doubts: [...doubts],
    carried: [...carried],
    differing: { ...differing },
    chosen: { ...chosen },
    refused,
  };
  return () => {
    if (form.flash !== flash) {
      return;
    }
    Object.assign(form, {
      origins: { ...before.origins },
      doubts: [...before.doubts],
      carried: [...before.carried],
      differing: { ...before.differing },
      chosen: { ...before.chosen },
      refused: before.refused,
    });
  };
}
