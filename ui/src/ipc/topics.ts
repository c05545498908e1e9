/**
 * What a command makes stale, and who must look again.
 *
 * Purpose: a screen says what it shows, a command says what it touches; nobody remembers who has
 * to be refreshed after what. Must never: carry data (a screen asks the core again).
 */
import type { DeskApi } from './desk-api';

/** Something a screen may show. */
export type Topic =
  | 'session'
  | 'queue'
  | 'people'
  | 'restricted'
  | 'files'
  | 'drafts'
  | 'protected'
  | 'prints'
  | 'day'
  | 'backup'
  | 'appearance'
  | 'users'
  | 'settings';

/** Exhaustive by type: a new command must say here what it makes stale. */
const touched: Record<keyof DeskApi, readonly Topic[]> = {
  deskState: [],
  signIn: ['session', 'queue', 'drafts', 'prints', 'day', 'backup', 'appearance'],
  confirmClock: ['session'],
  lock: ['session'],
  closeWindow: [],
  lastWords: [],
  changePassphrase: ['session'],
  suggestPassphrase: [],
  setPin: [],
  cover: [],
  uncover: [],
  activity: [],
  stay: [],
  appearance: [],
  setAppearance: ['appearance'],
  todaysQueue: [],
  giveNumber: ['queue', 'day'],
  moveQueue: ['queue', 'day'],
  services: [],
  dueIfTaken: [],
  computed: [],
  readScan: [],
  readLines: [],
  nextScan: [],
  typedScan: [],
  readDate: [],
  findPeople: [],
  openPerson: [],
  personForForm: [],
  restrictAddress: ['people', 'restricted', 'files'],
  seeAddress: [],
  lookAlikes: [],
  alikeRecord: [],
  comparePeople: [],
  // A form that keeps itself each second wants no list read each second.
  privateServices: [],
  privatePeople: [],
  beginPrivate: ['queue', 'drafts', 'people', 'files', 'prints', 'day'],
  keepPrivate: [],
  privateForms: [],
  openPrivate: [],
  discardPrivate: ['day'],
  handOverPrivate: ['protected', 'day', 'prints'],
  openIndex: ['protected'],
  findProtected: [],
  protectedWaits: [],
  openProtected: ['protected'],
  openApart: [],
  addToProtected: ['protected'],
  workOnProtected: ['protected'],
  makeOutSlip: ['protected', 'prints'],
  recordConsent: ['protected'],
  refer: ['protected'],
  sheets: [],
  writeSheet: ['protected'],
  decideProtected: ['protected'],
  dutyPages: [],
  printDuty: [],
  letterPages: ['protected'],
  printLetter: ['protected'],
  addEvidence: [],
  addEvidenceScan: [],
  evidencePicture: [],
  saveEvidence: [],
  exportProtected: [],
  shredProtected: ['protected'],
  shredded: [],
  turnIntoProtected: ['files', 'protected', 'queue'],
  reopenProtected: ['protected'],
  barFromProtected: ['protected'],
  declareConflict: ['protected'],
  grantClearance: ['protected'],
  revokeClearance: ['protected'],
  // The section has what stands then as the answer.
  householdsOf: [],
  recordHousehold: [],
  changeHousehold: [],
  routes: [],
  // The screen has what stands then as the answer.
  printRoute: [],
  destroyRoute: [],
  mergePeople: ['people', 'files'],
  unmergePeople: ['people', 'files'],
  findPlaces: [],
  saveVisit: ['queue', 'people', 'files', 'drafts', 'prints', 'day'],
  wrongPerson: ['queue', 'people', 'files', 'prints', 'day'],
  // The form that keeps a draft each second does not want the list read each second.
  keepDraft: [],
  drafts: [],
  openDraft: [],
  takeDraft: ['drafts'],
  discardDraft: ['drafts', 'day'],
  unsureValues: [],
  confirmValue: [],
  editableServices: [],
  previewEdit: [],
  editService: [],
  directory: [],
  keepBody: [],
  dropBody: [],
  recounts: [],
  recount: ['files', 'day'],
  openFiles: [],
  findFile: [],
  filePage: [],
  moveFile: ['files', 'prints', 'day'],
  takePapers: ['files', 'prints', 'day'],
  extendFile: ['files', 'day'],
  assignFile: ['files'],
  apologise: ['files', 'prints', 'day'],
  controlSheet: ['prints', 'day'],
  declarationPages: [],
  printDeclaration: [],
  codeFile: ['files'],
  keepInPerson: ['files'],
  releaseAddress: ['files'],
  resultsOf: [],
  handOverResult: ['files', 'prints', 'people', 'day'],
  answerCaller: [],
  copySheet: [],
  copyLine: [],
  attachFile: [],
  scansWaiting: [],
  attachScan: [],
  attachProgress: [],
  cancelAttaching: [],
  attachmentPicture: [],
  withdrawAttachment: [],
  saveAttachment: [],
  receiptPages: [],
  slipPages: [],
  printers: [],
  printReceipt: ['prints', 'day'],
  printSlip: [],
  printRefusal: [],
  printStates: [],
  seenInHand: ['prints', 'day'],
  notOnPaper: ['prints', 'day'],
  reprintReceipt: ['prints', 'day'],
  checkReceipt: [],
  dayState: [],
  endDay: ['queue', 'day', 'drafts', 'backup'],
  endDayOnDuty: ['queue', 'day', 'drafts', 'backup'],
  reopenDay: ['queue', 'day'],
  daySheetPages: [],
  printDaySheet: [],
  shiftNotes: [],
  writeShiftNote: ['day'],
  acknowledgeNote: ['day'],
  backups: [],
  checkBackup: [],
  makeBackup: ['backup', 'day'],
  backupProgress: [],
  cancelBackup: ['backup'],
  users: [],
  enrolUser: ['users'],
  acceptInvitation: ['users'],
  changeUser: ['users'],
  suspendUser: ['users'],
  settings: [],
  changeSetting: ['settings', 'backup'],
  tryPlace: [],
  serialPorts: [],
  openWall: [],
  confirmPassphrase: [],
  registers: [],
  startRegister: [],
  lookAtSheet: [],
  carryOver: ['people', 'files'],
  carryProgress: [],
  cancelCarry: [],
  writeCarryTemplate: [],
  findCarried: [],
  foundingState: [],
  keepFounding: [],
  found: ['session', 'settings', 'users'],
  checkShare: [],
  printShare: [],
  stepDone: ['settings'],
  startOver: ['session'],
  readTestCard: [],
  testCard: [],
  printTestPage: [],
  openDemo: [],
};

export class Topics {
  readonly #watchers = new Map<Topic, Set<() => void>>();

  /** Calls `look` whenever one of the topics went stale; returns how to stop. */
  watch(topics: Topic | readonly Topic[], look: () => void): () => void {
    const named = typeof topics === 'string' ? [topics] : topics;
    for (const topic of named) {
      const watchers = this.#watchers.get(topic) ?? new Set();
      watchers.add(look);
      this.#watchers.set(topic, watchers);
    }
    return () => {
      for (const topic of named) {
        this.#watchers.get(topic)?.delete(look);
      }
    };
  }

  /** Tells the watchers of everything the command touched, each once. */
  done(command: keyof DeskApi): void {
    const watchers = new Set(
      touched[command].flatMap((topic) => [...(this.#watchers.get(topic) ?? [])]),
    );
    for (const look of watchers) {
      look();
    }
  }
}

/** The same desk, which tells the topics after every command that went well. */
export function watched(desk: DeskApi, topics: Topics): DeskApi {
  const told: Record<string, unknown> = {};
  for (const command of Object.keys(touched) as (keyof DeskApi)[]) {
    const call = desk[command] as (...given: unknown[]) => Promise<unknown>;
    told[command] = async (...given: unknown[]) => {
      const answer = await call.apply(desk, given);
      topics.done(command);
      return answer;
    };
  }
  return told as unknown as DeskApi;
}
