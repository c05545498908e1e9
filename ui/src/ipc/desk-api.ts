/**
 * What the window may ask of the core: one method a command.
 *
 * Purpose: the interface that `tauri.ts` (the real core) and `fake.ts` (an office in memory) both
 * keep, so that screens are built and tested without a window. A refusal is a rejected promise
 * with a `DeskError`. Bytes of a secret are overwritten with zeros before the method returns,
 * whether it worked or not. Must never: offer a secret back, a path, or a query.
 */
import type * as c from './contract';
import type { PrivateApi } from './private-api';

export type * from './contract';
export type { PrivateApi } from './private-api';

/** Opening, covering and ending a session. */
export interface SessionApi {
  /** What is known before anyone signed in. */
  deskState: () => Promise<c.DeskState>;
  signIn: (name: string, passphrase: Uint8Array) => Promise<c.SessionView>;
  /** The officer typed day and time because the clock is in doubt. */
  confirmClock: (day: string, time: string) => Promise<null>;
  /** Ends the session; the core closes the vault. */
  lock: () => Promise<null>;
  /** Closes the window as its own button does: what is being typed is kept first. */
  closeWindow: () => Promise<null>;
  /** Waits until the core is about to leave the page; with it goes whether all was kept before. */
  lastWords: (kept: boolean | null) => Promise<null>;
  changePassphrase: (present: Uint8Array, chosen: Uint8Array) => Promise<null>;
  /** Five generated words. */
  suggestPassphrase: (lang: 'vi' | 'en') => Promise<string>;
  /** Six digits, kept in the core's memory for this session. */
  setPin: (pin: Uint8Array) => Promise<null>;
  cover: () => Promise<c.CoverView>;
  /** The PIN may be empty within the first seconds. */
  uncover: (pin: Uint8Array) => Promise<null>;
  activity: () => Promise<c.IdleView>;
  /** A key during the countdown. */
  stay: () => Promise<null>;
  appearance: () => Promise<c.Appearance>;
  setAppearance: (appearance: c.Appearance) => Promise<null>;
}

/** Numbers. */
export interface QueueApi {
  /** Today's queue, in order of arrival. */
  todaysQueue: () => Promise<c.QueueView>;
  giveNumber: () => Promise<c.QueueLine>;
  moveQueue: (visit: string, act: c.QueueAct) => Promise<c.QueueLine>;
}

/** The talk at the counter, up to the saved visit. */
export interface IntakeApi {
  /** Open today, in the order of the catalogue. */
  services: () => Promise<c.ServiceView[]>;
  dueIfTaken: (service: string, answers: Record<string, string>) => Promise<c.DueView | null>;
  /** What is worked out from answers typed so far; they are JSON text, as a visit's are. */
  computed: (service: string, answers: string) => Promise<Record<string, number>>;
  readScan: (payload: string) => Promise<c.CardScan>;
  /** The machine-readable lines of a passport or card. */
  readLines: (payload: string) => Promise<c.MachineLines>;
  /** The next scan of a scanner at a serial port; answers after a while without one, too. */
  nextScan: () => Promise<c.Heard>;
  /** What a scanner that types said, where an input method had its keys before the page. */
  typedScan: () => Promise<string | null>;
  readDate: (typed: string, kind: 'birth' | 'day' | 'coming') => Promise<c.DateRead>;
  findPeople: (query: string) => Promise<c.PeopleFound>;
  /** A journalled look. */
  openPerson: (id: string) => Promise<c.PersonCard>;
  /** The same for the form of a visit that stands open: the look is entered with it. */
  personForForm: (id: string) => Promise<c.PersonCard>;
  /** Her address, phones and visits are kept from others, or no longer. */
  restrictAddress: (id: string, on: boolean) => Promise<c.PersonCard>;
  /** What is restricted, too: each look is journalled. */
  seeAddress: (id: string) => Promise<c.PersonCard>;
  lookAlikes: (person: c.LookAlikeQuery) => Promise<c.PersonRow[]>;
  findPlaces: (query: string) => Promise<c.PlaceRow[]>;
  /** The request is the JSON of an intake. */
  saveVisit: (request: string) => Promise<c.VisitSaved>;
  /** The person is the JSON of a person as told. */
  wrongPerson: (visit: string, person: string) => Promise<c.WrongPersonDone>;
}

/** Two records of one person. */
export interface MergingApi {
  /** Records that may be the same person as this one. */
  alikeRecord: (id: string) => Promise<c.PersonRow[]>;
  /** Both in full: a look that is journalled each time. */
  comparePeople: (one: string, other: string) => Promise<c.PeopleCompared>;
  /** What two at the same screen agree to; `taken` comes from the record that goes. */
  mergePeople: (
    stays: string,
    goes: string,
    taken: readonly c.Fact[],
    second: string,
    passphrase: Uint8Array,
  ) => Promise<c.PersonCard>;
  /** Undoes the latest merging into this record. */
  unmergePeople: (id: string, second: string, passphrase: Uint8Array) => Promise<c.PersonCard>;
}

/** Who lives where, under which head. */
export interface HouseholdApi {
  /** Her households; of a restricted person only where `see`, which is journalled. */
  householdsOf: (person: string, see: boolean) => Promise<c.HouseholdsView>;
  recordHousehold: (person: string, told: c.HouseholdTold) => Promise<c.HouseholdsView>;
  changeHousehold: (
    person: string,
    household: string,
    told: c.ChangeTold,
  ) => Promise<c.HouseholdsView>;
}

/** Lists of those to whom the desk goes. */
export interface RouteApi {
  /** What waits for a route, and the lists that are out. */
  routes: () => Promise<c.RouteView[]>;
  /** Prints a list in numbered copies. */
  printRoute: (told: c.RouteTold, choice: c.PrintChoice) => Promise<c.RouteView[]>;
  /** All copies of a list are destroyed; `unused`: nobody went with it. */
  destroyRoute: (number: string, unused: boolean) => Promise<c.RouteView[]>;
}

/** A matter after intake: lists, its page, its acts, its result. */
export interface FilesApi {
  /** Matters still to be done: hers, or all where she may see all. */
  openFiles: () => Promise<c.FileRow[]>;
  /** The matter that bears this number, whoever gave it. */
  findFile: (number: string) => Promise<c.FileRow[]>;
  /** The page of a matter; a journalled look. */
  filePage: (file: string) => Promise<c.FilePage>;
  /** A matter goes on to another state; the paper of that state is made out with it. */
  moveFile: (file: string, told: c.StepTold) => Promise<c.FilePage>;
  /** Papers that came later, with their receipt. */
  takePapers: (file: string, documents: readonly c.Document[]) => Promise<c.FilePage>;
  /** More time for a clock of a matter. */
  extendFile: (file: string, step: string, count: number, reason: string) => Promise<c.FilePage>;
  /** A matter is given to an officer. */
  assignFile: (file: string, to: string, note: string) => Promise<c.FilePage>;
  /** An apology for a late matter, with its new date. */
  apologise: (file: string, told: c.ApologyTold) => Promise<c.FilePage>;
  /** The control sheet of a matter is made out; its number. */
  controlSheet: (file: string) => Promise<string>;
  /** The form of a matter that is signed, as SVG. */
  declarationPages: (file: string, signed: c.Signed) => Promise<string[]>;
  printDeclaration: (file: string, signed: c.Signed, choice: c.PrintChoice) => Promise<null>;
  /** What another system calls a matter. */
  codeFile: (file: string, code: string) => Promise<c.FilePage>;
  /** A result goes to the person herself alone, or no longer. */
  keepInPerson: (file: string, only: boolean) => Promise<c.FilePage>;
  /** A matter of a restricted person is treated like any other, or no longer. */
  releaseAddress: (file: string, released: boolean) => Promise<c.FilePage>;
  /** The matters of somebody at the desk, whose identity was seen. The person is JSON text. */
  resultsOf: (person: string) => Promise<c.FileRow[]>;
  /** A result goes to somebody; the number of the paper to sign. Who takes it is JSON text. */
  handOverResult: (file: string, collector: string) => Promise<string>;
  /** The fields of a matter, for another system's screen. */
  copySheet: (file: string) => Promise<c.CopyLine[]>;
  /** The one of this key goes into the clipboard, which the core empties soon after. */
  copyLine: (file: string, key: string) => Promise<null>;
  /** Somebody asks by telephone: one word, where two facts are right. */
  answerCaller: (told: c.CallerTold) => Promise<c.CallerAnswer>;
}

/** Files that people bring. Paths stay in the core: files are chosen in the desktop's own dialogue. */
export interface AttachmentsApi {
  /** Null where she chose none. */
  attachFile: (file: string, lang: 'vi' | 'en') => Promise<c.FilePage | null>;
  /** What waits in the scanner's folder. */
  scansWaiting: () => Promise<c.ScanWaiting[]>;
  attachScan: (file: string, name: string) => Promise<c.FilePage>;
  attachProgress: () => Promise<c.AttachProgress | null>;
  cancelAttaching: () => Promise<null>;
  /** A PNG that the core drew anew, in Base64; null where none can be drawn. */
  attachmentPicture: (file: string, attachment: string, large: boolean) => Promise<string | null>;
  withdrawAttachment: (file: string, attachment: string) => Promise<c.FilePage>;
  /** A copy leaves the record: journalled. *False* where she chose no place. */
  saveAttachment: (file: string, attachment: string, lang: 'vi' | 'en') => Promise<boolean>;
}

/** Values of the catalogue that nobody is sure of. */
export interface CatalogueApi {
  unsureValues: () => Promise<c.ValueRow[]>;
  /** By what text, of which day (`2026-07-01`). */
  confirmValue: (rule: string, source: string, day: string) => Promise<c.ValueRow[]>;
  /** Services that may be changed, as the version made last has them. */
  editableServices: () => Promise<c.EditView[]>;
  /** What a change would do to a sample. */
  previewEdit: (told: c.EditTold) => Promise<c.EditPreview>;
  editService: (told: c.EditTold) => Promise<c.EditView[]>;
  /** Bodies to which somebody may be sent on. */
  directory: () => Promise<c.BodyRow[]>;
  keepBody: (told: c.BodyTold) => Promise<c.BodyRow[]>;
  dropBody: (id: string) => Promise<c.BodyRow[]>;
  /** Matters that end otherwise by the calendar that is known now. */
  recounts: () => Promise<c.RecountRow[]>;
  recount: () => Promise<c.RecountRow[]>;
}

/** What was typed and not yet saved. */
export interface DraftsApi {
  keepDraft: (draft: c.DraftToKeep) => Promise<c.DraftKept>;
  drafts: () => Promise<c.DraftRow[]>;
  openDraft: (id: string) => Promise<c.DraftOpened>;
  /** Another officer's: journalled, both named. */
  takeDraft: (id: string) => Promise<c.DraftOpened>;
  /** Undone by keeping the same id and body again. */
  discardDraft: (id: string) => Promise<null>;
}

/** Receipts and slips, and what became of them. */
export interface PapersApi {
  /** SVG documents, the printed pages. */
  /** On the paper that is chosen; null: on the one this machine prints on. */
  receiptPages: (number: string, paper: c.PrintChoice['paper'] | null) => Promise<string[]>;
  slipPages: (visit: string) => Promise<string[]>;
  printers: () => Promise<c.PrintersView>;
  printReceipt: (number: string, choice: c.PrintChoice) => Promise<c.PrintView>;
  printSlip: (visit: string, choice: c.PrintChoice) => Promise<null>;
  /** Why somebody was not received, of her saved visit. */
  printRefusal: (visit: string, choice: c.PrintChoice) => Promise<null>;
  /** Those not seen in hand and those never sent first, whatever the day; then the others of today. */
  printStates: () => Promise<c.PrintView[]>;
  seenInHand: (number: string) => Promise<c.PrintView>;
  /** Nobody wants these on paper; they can still be printed. */
  notOnPaper: (numbers: string[]) => Promise<null>;
  reprintReceipt: (
    number: string,
    choice: c.PrintChoice,
    ground: 'never_seen' | 'lost',
  ) => Promise<c.PrintView>;
  checkReceipt: (token: string) => Promise<c.CheckView>;
}

/** The day of the desk, from the first note to the last head. */
export interface DayApi {
  dayState: () => Promise<c.DayView>;
  /** Visits still open end together; the answer is the closed day. */
  endDay: () => Promise<c.DayView>;
  /** A supervisor at the same screen answers for what runs on. */
  endDayOnDuty: (name: string, passphrase: Uint8Array) => Promise<c.DayView>;
  reopenDay: (reason: string) => Promise<null>;
  /** SVG documents: the sheet of the day that was closed last, as printed. */
  daySheetPages: () => Promise<string[]>;
  printDaySheet: (choice: c.PrintChoice) => Promise<null>;
  /** Notes of earlier shifts nobody took note of. */
  shiftNotes: () => Promise<c.ShiftNote[]>;
  writeShiftNote: (text: string) => Promise<null>;
  acknowledgeNote: (id: string) => Promise<null>;
}

/** Copies of the vault. */
export interface BackupApi {
  backups: () => Promise<c.BackupsView>;
  /** Compares every byte of a generation with what was signed. */
  checkBackup: (name: string) => Promise<c.BackupsView['generations'][number]>;
  makeBackup: () => Promise<c.BackupView>;
  backupProgress: () => Promise<c.BackupProgress | null>;
  cancelBackup: () => Promise<null>;
}

/** Staff and settings. */
export interface StaffApi {
  users: () => Promise<c.UserRow[]>;
  /** Invites a person, or renews an unused invitation; the code is shown once. */
  enrolUser: (name: string, display: string, role: c.Role) => Promise<c.Invited>;
  /** First sign-in with a code; the answer is the four words of her key. */
  acceptInvitation: (name: string, code: Uint8Array, chosen: Uint8Array) => Promise<string>;
  /** What two at the same screen agree to. */
  changeUser: (
    user: string,
    change: c.UserChange,
    second: string,
    passphrase: Uint8Array,
  ) => Promise<null>;
  suspendUser: (user: string) => Promise<null>;
  settings: () => Promise<c.SettingsView>;
  changeSetting: (name: string, value: string) => Promise<c.SettingsView>;
  /** Tries a folder for backups before it is chosen. */
  tryPlace: (folder: string) => Promise<c.PlaceTried>;
  /** Serial ports of this machine, in no order. */
  serialPorts: () => Promise<string[]>;
  /** Opens the window of the wall screen. */
  openWall: () => Promise<null>;
}

/** Going live: registers that go on from paper, open files carried over. */
export interface LiveApi {
  /** The passphrase once more; what asks for it may be done for five minutes. */
  confirmPassphrase: (own: Uint8Array) => Promise<null>;
  registers: () => Promise<c.RegisterRow[]>;
  startRegister: (register: c.Register, year: number, last: number) => Promise<c.RegisterRow[]>;
  /** What carrying the sheet at this path over would make; nothing is written. */
  lookAtSheet: (path: string) => Promise<c.CarryReport>;
  /** The digest is of what was looked at. */
  carryOver: (path: string, digest: string) => Promise<c.CarryReport>;
  carryProgress: () => Promise<c.CarryProgress | null>;
  cancelCarry: () => Promise<null>;
  /** An empty sheet; the answer is its name in the folder. */
  writeCarryTemplate: (folder: string) => Promise<string>;
  /** A journalled look. */
  findCarried: (number: string) => Promise<c.CarriedFile | null>;
}

/** The first day, and what is tried out in it. */
export interface FoundingApi {
  foundingState: () => Promise<c.FoundingView>;
  /** Keeps what was told, without a secret. */
  keepFounding: (told: c.FoundingTold) => Promise<c.FoundingView>;
  /** One passphrase a founder, in their order; the first administrator is signed in afterwards. */
  found: (chosen: readonly Uint8Array[]) => Promise<c.FoundedView>;
  /** Reads one recovery share back, by its number from 1. */
  checkShare: (number: number, typed: Uint8Array) => Promise<c.FoundingView>;
  /** Prints one share while it is shown; the bytes are zero afterwards. */
  printShare: (number: number, printer: string, share: Uint8Array) => Promise<null>;
  /** Done, or left out. */
  stepDone: (step: c.FirstDay) => Promise<c.FoundingView>;
  /** Puts an office aside in which nobody worked and whose shares nobody holds. */
  startOver: () => Promise<c.FoundingView>;
  readTestCard: (typed: string) => Promise<c.TestCard>;
  /** An SVG document. */
  testCard: () => Promise<string>;
  printTestPage: (choice: c.PrintChoice) => Promise<null>;
  /** Opens the practice office in a window of its own. */
  openDemo: () => Promise<c.Practice>;
}

export interface DeskApi
  extends
    SessionApi,
    QueueApi,
    IntakeApi,
    DraftsApi,
    FilesApi,
    AttachmentsApi,
    MergingApi,
    HouseholdApi,
    PrivateApi,
    RouteApi,
    CatalogueApi,
    PapersApi,
    DayApi,
    BackupApi,
    StaffApi,
    LiveApi,
    FoundingApi {}
