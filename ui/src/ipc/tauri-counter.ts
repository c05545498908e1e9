/**
 * Queue, intake, drafts, papers and the day over the real core.
 *
 * Purpose: part of `tauri.ts`; what is secret passes as raw bytes, all else as ordinary arguments.
 * Must never: retry a command by itself.
 */
import type {
  AttachmentsApi,
  DayApi,
  DraftsApi,
  FilesApi,
  IntakeApi,
  PapersApi,
  QueueApi,
} from './desk-api';
import { commands } from './bindings.gen';
import { core, raw } from './raw';

export const queueOverTauri = (): QueueApi => ({
  todaysQueue: () => core(commands.todaysQueue()),
  giveNumber: () => core(commands.giveNumber()),
  moveQueue: (visit, act) => core(commands.moveQueue(visit, act)),
});

export const intakeOverTauri = (): IntakeApi => ({
  services: () => core(commands.services()),
  dueIfTaken: (service, answers) => core(commands.dueIfTaken(service, answers)),
  computed: (service, answers) => core(commands.computed(service, answers)),
  readScan: (payload) => core(commands.readScan(payload)),
  readLines: (payload) => core(commands.readLines(payload)),
  nextScan: () => core(commands.nextScan()),
  typedScan: () => core(commands.typedScan()),
  readDate: (typed, kind) => core(commands.readDate(typed, kind)),
  findPeople: (query) => core(commands.findPeople(query)),
  openPerson: (id) => core(commands.openPerson(id)),
  personForForm: (id) => core(commands.personForForm(id)),
  restrictAddress: (id, on) => core(commands.restrictAddress(id, on)),
  seeAddress: (id) => core(commands.seeAddress(id)),
  lookAlikes: (typed) => core(commands.lookAlikes(typed)),
  findPlaces: (query) => core(commands.findPlaces(query)),
  saveVisit: (request) => core(commands.saveVisit(request)),
  wrongPerson: (visit, person) => core(commands.wrongPerson(visit, person)),
});

export const draftsOverTauri = (): DraftsApi => ({
  keepDraft: (draft) => core(commands.keepDraft(draft)),
  drafts: () => core(commands.drafts()),
  openDraft: (id) => core(commands.openDraft(id)),
  takeDraft: (id) => core(commands.takeDraft(id)),
  discardDraft: (id) => core(commands.discardDraft(id)),
});

export const papersOverTauri = (): PapersApi => ({
  receiptPages: (number, paper) => core(commands.receiptPages(number, paper)),
  slipPages: (visit) => core(commands.slipPages(visit)),
  printers: () => core(commands.printers()),
  printReceipt: (number, choice) => core(commands.printReceipt(number, choice)),
  printSlip: (visit, choice) => core(commands.printSlip(visit, choice)),
  printRefusal: (visit, choice) => core(commands.printRefusal(visit, choice)),
  printStates: () => core(commands.printStates()),
  seenInHand: (number) => core(commands.seenInHand(number)),
  notOnPaper: (numbers) => core(commands.notOnPaper(numbers)),
  reprintReceipt: (number, choice, ground) => core(commands.reprintReceipt(number, choice, ground)),
  checkReceipt: (token) => core(commands.checkReceipt(token)),
});

export const dayOverTauri = (): DayApi => ({
  dayState: () => core(commands.dayState()),
  endDay: () => core(commands.endDay()),
  endDayOnDuty: (name, passphrase) => raw('end_day_on_duty', name, passphrase),
  reopenDay: (reason) => core(commands.reopenDay(reason)),
  daySheetPages: () => core(commands.daySheetPages()),
  printDaySheet: (choice) => core(commands.printDaySheet(choice)),
  shiftNotes: () => core(commands.shiftNotes()),
  writeShiftNote: (text) => core(commands.writeShiftNote(text)),
  acknowledgeNote: (id) => core(commands.acknowledgeNote(id)),
});

export const filesOverTauri = (): FilesApi => ({
  openFiles: () => core(commands.openFiles()),
  findFile: (number) => core(commands.findFile(number)),
  filePage: (file) => core(commands.filePage(file)),
  takePapers: (file, documents) => core(commands.takePapers(file, [...documents])),
  moveFile: (file, told) => core(commands.moveFile(file, told)),
  extendFile: (file, step, count, reason) => core(commands.extendFile(file, step, count, reason)),
  assignFile: (file, to, note) => core(commands.assignFile(file, to, note)),
  apologise: (file, told) => core(commands.apologise(file, told)),
  controlSheet: (file) => core(commands.controlSheet(file)),
  declarationPages: (file, signed) => core(commands.declarationPages(file, signed)),
  printDeclaration: (file, signed, choice) => core(commands.printDeclaration(file, signed, choice)),
  codeFile: (file, code) => core(commands.codeFile(file, code)),
  keepInPerson: (file, only) => core(commands.keepInPerson(file, only)),
  releaseAddress: (file, released) => core(commands.releaseAddress(file, released)),
  resultsOf: (person) => core(commands.resultsOf(person)),
  handOverResult: (file, collector) => core(commands.handOverResult(file, collector)),
  copySheet: (file) => core(commands.copySheet(file)),
  copyLine: (file, key) => core(commands.copyLine(file, key)),
  answerCaller: (told) => core(commands.answerCaller(told)),
});

export const attachmentsOverTauri = (): AttachmentsApi => ({
  attachFile: (file, lang) => core(commands.attachFile(file, lang)),
  scansWaiting: () => core(commands.scansWaiting()),
  attachScan: (file, name) => core(commands.attachScan(file, name)),
  attachProgress: () => core(commands.attachProgress()),
  cancelAttaching: () => core(commands.cancelAttaching()),
  attachmentPicture: (file, attachment, large) =>
    core(commands.attachmentPicture(file, attachment, large)),
  withdrawAttachment: (file, attachment) => core(commands.withdrawAttachment(file, attachment)),
  saveAttachment: (file, attachment, lang) => core(commands.saveAttachment(file, attachment, lang)),
});
