/**
 * Private receptions and protected files over the real core.
 *
 * Purpose: part of `tauri.ts`. Must never: keep anything of what passes.
 */
import type { PrivateApi } from './desk-api';
import { commands } from './bindings.gen';
import { core, raw } from './raw';

export const privateOverTauri = (): PrivateApi => ({
  privateServices: () => core(commands.privateServices()),
  privatePeople: () => core(commands.privatePeople()),
  beginPrivate: (told) => core(commands.beginPrivate(told)),
  keepPrivate: (id, body, barred) => core(commands.keepPrivate(id, body, barred)),
  privateForms: () => core(commands.privateForms()),
  openPrivate: (id) => core(commands.openPrivate(id)),
  discardPrivate: (id) => core(commands.discardPrivate(id)),
  handOverPrivate: (request) => core(commands.handOverPrivate(request)),
  openIndex: () => core(commands.openIndex()),
  findProtected: (asked) => core(commands.findProtected(asked)),
  protectedWaits: () => core(commands.protectedWaits()),
  openProtected: (id) => core(commands.openProtected(id)),
  openApart: (id, item) => core(commands.openApart(id, item)),
  addToProtected: (id, note) => core(commands.addToProtected(id, note)),
  workOnProtected: (id, told) => core(commands.workOnProtected(id, told)),
  makeOutSlip: (id, told) => core(commands.makeOutSlip(id, told)),
  recordConsent: (id, told) => core(commands.recordConsent(id, told)),
  refer: (id, told) => core(commands.refer(id, told)),
  sheets: (service) => core(commands.sheets(service)),
  writeSheet: (id, request) => core(commands.writeSheet(id, request)),
  decideProtected: (id, decided, second, passphrase) =>
    raw('decide_protected', id, JSON.stringify(decided), second, passphrase),
  dutyPages: () => core(commands.dutyPages()),
  printDuty: (choice) => core(commands.printDuty(choice)),
  letterPages: (id, item) => core(commands.letterPages(id, item)),
  printLetter: (id, item, choice) => core(commands.printLetter(id, item, choice)),
  addEvidence: (id, lang) => core(commands.addEvidence(id, lang)),
  addEvidenceScan: (id, name) => core(commands.addEvidenceScan(id, name)),
  evidencePicture: (id, item, large) => core(commands.evidencePicture(id, item, large)),
  saveEvidence: (id, item, name, words, lang) =>
    core(commands.saveEvidence(id, { item, name, words }, lang)),
  exportProtected: (id, told, lang, second, passphrase) =>
    raw('export_protected', lang, id, JSON.stringify(told), second, passphrase),
  shredProtected: (id, basis, second, passphrase) =>
    raw('shred_protected', id, basis, second, passphrase),
  shredded: () => core(commands.shredded()),
  turnIntoProtected: (file, told, second, passphrase) =>
    raw('turn_into_protected', file, JSON.stringify(told), second, passphrase),
  reopenProtected: (id, words) => core(commands.reopenProtected(id, words)),
  barFromProtected: (id, user, words) => core(commands.barFromProtected(id, user, words)),
  declareConflict: (id, words) => core(commands.declareConflict(id, words)),
  grantClearance: (id, user) => core(commands.grantClearance(id, user)),
  revokeClearance: (id, user) => core(commands.revokeClearance(id, user)),
});
