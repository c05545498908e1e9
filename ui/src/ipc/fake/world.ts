/**
 * What the invented office remembers while the page is open.
 *
 * Purpose: one object that the parts of the fake desk share, and the way they refuse. All people
 * and visits are invented. Must never: end up in the shipped program.
 */
import type { Code } from '../bindings.gen';
import type {
  BackupsView,
  DeskState,
  DraftRow,
  Facts,
  EarlierVisit,
  HouseholdView,
  PrintChoice,
  PrintView,
  QueueLine,
  QueueView,
  SessionView,
  ShiftNote,
  FilePage,
} from '../desk-api';
import { DeskError } from '../errors';
import type { FakeAccount, FakeDisk } from './disk';

/** What a test may change about the fake office. */
export interface FakeOffice {
  state?: Partial<DeskState>;
  person?: Partial<SessionView>;
  queue?: QueueView;
  /** Refuses the queue with this, as a role without records is refused. */
  queueRefused?: DeskError;
  /** Another officer's note that waits to be read. */
  note?: ShiftNote;
  /** Drafts kept before the page was opened. */
  drafts?: readonly FakeDraft[];
  /** What an earlier fake desk left behind; an office at work when absent. */
  disk?: FakeDisk;
  /** Backups that are there. */
  generations?: BackupsView['generations'];
  /** Files whose originals still lie at the desk. */
  held?: string[];
  /** Something has to be answered before the desk opens again. */
  runsOn?: boolean;
  /** How a print ends. */
  printer?: 'sent' | 'unknown' | 'absent';
  /** The time of day; the machine's when absent. */
  clock?: () => Date;
}

export interface FakeDraft extends Omit<DraftRow, 'age' | 'visit_number'> {
  visit: string | null;
  body: string;
  /** Minutes since it was kept; a few when absent. */
  age?: number;
}

export interface FakePerson {
  id: string;
  facts: Facts;
  visits: EarlierVisit[];
  restricted?: boolean;
  /** The households she lives in or lived in. */
  households?: HouseholdView[];
  /** Records merged into this one, and how it was before each, the latest last. */
  joined?: { from: FakePerson; before: Facts }[];
}

export interface FakeVisit {
  number: string;
  person: string | null;
  receipts: string[];
}

/** How a number stood in the queue. */
export type Before = Pick<QueueLine, 'state' | 'counter' | 'priority'>;

/** A matter of the invented office, and where it stands. */
export interface FakeFile {
  page: FilePage;
  state: 'received' | 'supplement' | 'processing' | 'decided' | 'handed' | 'refused';
}

export interface World {
  office: FakeOffice;
  state: DeskState;
  signedIn: boolean;
  disk: FakeDisk;
  /** Who is signed in. */
  who: FakeAccount | null;
  lines: QueueLine[];
  /** Visits in the order of their calls. */
  called: string[];
  /** How numbers stood before the last act with them, where that can be undone. */
  before: Map<string, Before>;
  people: FakePerson[];
  visits: Map<string, FakeVisit>;
  files: FakeFile[];
  drafts: FakeDraft[];
  prints: PrintView[];
  choice: PrintChoice | null;
  /** Receipts that nobody wants on paper. */
  unwanted: Set<string>;
  note: ShiftNote | null;
  closed: boolean;
  /** Since it was closed. */
  backedUp: boolean;
  /** Counts up for ids and receipt numbers. */
  next: number;
  clock: () => Date;
}

const two = (value: number) => String(value).padStart(2, '0');

/** `09:42`. */
export const minute = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}`;

/** `09:42:10`. */
export const second = (at: Date): string => `${minute(at)}:${two(at.getSeconds())}`;

/** Reads a secret and overwrites it, as the real desk does. */
export function taken(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  bytes.fill(0);
  return text;
}

/** Why the second person cannot agree; null where she can. */
export function cannotAgree(world: World, name: string, passphrase: Uint8Array): string | null {
  const typed = taken(passphrase);
  if (name === world.who?.name) {
    return 'cosign.same_person';
  }
  const signer = world.disk.accounts.find(
    (account) => account.name === name && account.passphrase === typed,
  );
  if (!signer) {
    return 'signin.refused';
  }
  return signer.role === 'supervisor' ? null : 'cosign.not_allowed';
}

/** Rejects as the core refuses. A code the core has not got yet is taken too. */
export function refuse<T>(
  code: string,
  field?: string,
  params?: Readonly<Record<string, string>>,
): Promise<T> {
  return Promise.reject(
    new DeskError(code as Code, { ...(field && { field }), ...(params && { params }) }),
  );
}
