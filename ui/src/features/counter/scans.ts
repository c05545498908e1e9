/**
 * What was scanned of a person, as the form takes it.
 *
 * Purpose: a card's code and the machine-readable lines of a passport or card become one shape: what
 * they say, by what proof, and which letters somebody has to compare. May use: DeskApi. Must never:
 * keep a payload, or guess what is damaged.
 */
import type { CardScan, DeskApi, MachineLines, Proof, Sex } from '../../ipc/desk-api';
import { toDeskError } from '../../ipc/errors';
import { dateText, type TextField } from './person-fields';

export interface PersonScan {
  /** What it was read from: said beside the field. */
  origin: 'card' | 'paper';
  told: Partial<Record<TextField, string>>;
  sex: Sex | null;
  /** The day the card was issued, `2021-05-01`. */
  issued: string | null;
  proof: Proof;
  /** Codes of the core's warnings. */
  warnings: readonly string[];
  /** Fields to be compared with the paper. */
  doubts: readonly TextField[];
}

/** Only what is said. */
const present = (told: Partial<Record<TextField, string | null>>) =>
  Object.fromEntries(
    Object.entries(told).filter(([, value]) => value !== null && value !== ''),
  ) as PersonScan['told'];

export function ofCard(card: CardScan): PersonScan {
  const doubtful = (area: string) => card.warnings.some((warning) => warning.startsWith(area));
  return {
    origin: 'card',
    told: present({
      number: card.number,
      old_number: card.old_number,
      name: card.name,
      born: dateText(card.born),
      address: card.address,
    }),
    sex: card.sex,
    issued: card.issued,
    proof: 'card_scanned',
    warnings: card.warnings,
    doubts: (['name', 'address'] as const).filter((field) => doubtful(`${field}_`)),
  };
}

/** What a check digit that does not hold makes doubtful. */
const doubted: Readonly<Record<string, readonly TextField[]>> = {
  lines_document_doubtful: ['passport'],
  lines_born_doubtful: ['born'],
  lines_number_doubtful: ['number'],
  lines_doubtful: ['name', 'born', 'number', 'passport', 'nationality'],
  name_marks_missing: ['name'],
  name_may_be_cut: ['name'],
};

export function ofLines(lines: MachineLines): PersonScan {
  const ours = lines.nationality === 'VNM';
  return {
    origin: 'paper',
    told: present({
      name: lines.name,
      born: dateText(lines.born),
      number: lines.number,
      passport: lines.paper === 'passport' ? lines.document : null,
      // No nationality is ours.
      nationality: ours ? null : lines.nationality,
    }),
    sex: lines.sex,
    issued: null,
    proof: lines.paper === 'card' && lines.number !== null ? 'card_seen' : 'other_paper',
    warnings: lines.warnings,
    doubts: [...new Set(lines.warnings.flatMap((warning) => doubted[warning] ?? []))],
  };
}

/** Reads a payload: a card's code, else lines; what is neither is refused. */
export async function read(
  desk: Pick<DeskApi, 'readScan' | 'readLines'>,
  payload: string,
): Promise<PersonScan> {
  try {
    return ofCard(await desk.readScan(payload));
  } catch (cause) {
    if (toDeskError(cause).code !== 'scan.machine_lines') {
      throw cause;
    }
    return ofLines(await desk.readLines(payload));
  }
}

/** A name as machine-readable lines spell it. */
const spelt = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'd')
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase();

/** The same name, but for marks and case: what stands there is the better spelling. */
export const sameSpelling = (one: string, other: string) =>
  one !== '' && spelt(one) === spelt(other);
