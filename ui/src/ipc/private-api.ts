/**
 * What the window may ask of private receptions and protected files.
 *
 * Purpose: a part of `DeskApi`. Must never: offer a secret back, a path, or a query.
 */
import type * as c from './contract';

/** Private receptions, and the protected files they become. */
export interface PrivateApi {
  /** Forms of private matters. */
  privateServices: () => Promise<c.ServiceView[]>;
  /** Everybody at work who holds records. */
  privatePeople: () => Promise<c.PrivatePerson[]>;
  /** The open visit becomes a private reception. */
  beginPrivate: (told: c.PrivateTold) => Promise<c.DraftKept>;
  /** Keeps one's own private form; `barred` must never read it. */
  keepPrivate: (id: string, body: string, barred: string[]) => Promise<c.DraftKept>;
  privateForms: () => Promise<c.PrivateRow[]>;
  openPrivate: (id: string) => Promise<c.PrivateOpened>;
  discardPrivate: (id: string) => Promise<unknown>;
  /** The request is JSON. */
  handOverPrivate: (request: string) => Promise<c.HandedOver>;
  /** Opens what one finds one's protected files by; how many they are. */
  openIndex: () => Promise<number>;
  /** All of one's files where nothing is asked. */
  findProtected: (asked: string) => Promise<c.ProtectedFound[]>;
  /** Whether some file waits for whoever is cleared for it. */
  protectedWaits: () => Promise<boolean>;
  /** A journalled look. */
  openProtected: (id: string) => Promise<c.ProtectedShown>;
  /** What is kept apart from it: a look of its own. */
  openApart: (id: string, item: string) => Promise<c.AnswerView[]>;
  addToProtected: (id: string, note: string) => Promise<c.ProtectedShown>;
  /** What was done: a clock begun or answered, somebody told, somebody answers for it. */
  workOnProtected: (id: string, told: c.WorkTold) => Promise<c.ProtectedShown>;
  /** A paper is made out, or none was wanted: it is asked each time. */
  makeOutSlip: (id: string, told: c.SlipTold) => Promise<c.ProtectedShown>;
  recordConsent: (id: string, told: c.Consent) => Promise<c.ProtectedShown>;
  /** Refused where no consent covers it and no duty is named. */
  refer: (id: string, told: c.Referral) => Promise<c.ProtectedShown>;
  /** Sheets that may be filled in on files of a service, and its own form for corrections. */
  sheets: (service: string) => Promise<c.ServiceView[]>;
  /** The request is JSON: `{service, fields, replaces}`. */
  writeSheet: (id: string, request: string) => Promise<c.ProtectedShown>;
  /**
   * A file is closed, somebody let in for some hours, a bar lifted: by two, the second of whom gives name
   * and passphrase.
   */
  decideProtected: (
    id: string,
    decided: c.Decided,
    second: string,
    passphrase: Uint8Array,
  ) => Promise<c.ProtectedShown>;
  /** The slip of whoever is on duty: codes and hours of what was found, as SVG. */
  dutyPages: () => Promise<string[]>;
  /** Prints it in the private room. */
  printDuty: (choice: c.PrintChoice) => Promise<unknown>;
  /** The letter of a referral as it will be printed, as SVG; a journalled look. */
  letterPages: (id: string, item: string) => Promise<string[]>;
  /** Prints it in the private room. */
  printLetter: (id: string, item: string, choice: c.PrintChoice) => Promise<c.ProtectedShown>;
  /** A file of the desktop is sealed into it; false where none was chosen. Whoever adds sees none of them. */
  addEvidence: (id: string, lang: 'vi' | 'en') => Promise<boolean>;
  /** A scan; it leaves its folder. */
  addEvidenceScan: (id: string, name: string) => Promise<unknown>;
  /** The text of a PNG in Base64; nothing where none can be drawn. */
  evidencePicture: (id: string, item: string, large: boolean) => Promise<string | null>;
  /** A copy where she chooses; the file tells who took it, and why. */
  saveEvidence: (
    id: string,
    item: string,
    name: string,
    words: string,
    lang: 'vi' | 'en',
  ) => Promise<boolean>;
  /** A sealed copy of the whole file for another body, where she chooses. */
  exportProtected: (
    id: string,
    told: c.ExportTold,
    lang: 'vi' | 'en',
    second: string,
    passphrase: Uint8Array,
  ) => Promise<boolean>;
  shredProtected: (
    id: string,
    basis: c.Basis,
    second: string,
    passphrase: Uint8Array,
  ) => Promise<c.ShreddedRow>;
  shredded: () => Promise<c.ShreddedRow[]>;
  /** A matter on record becomes a protected file. */
  turnIntoProtected: (
    file: string,
    told: c.TurnTold,
    second: string,
    passphrase: Uint8Array,
  ) => Promise<unknown>;
  reopenProtected: (id: string, words: string) => Promise<c.ProtectedShown>;
  /** Somebody may never be cleared. */
  barFromProtected: (id: string, user: string, words: string) => Promise<c.ProtectedShown>;
  /** One takes oneself off a file, for good. */
  declareConflict: (id: string, words: string) => Promise<unknown>;
  grantClearance: (id: string, user: string) => Promise<c.ProtectedShown>;
  revokeClearance: (id: string, user: string) => Promise<c.ProtectedShown>;
}
