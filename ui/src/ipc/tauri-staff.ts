/**
 * Staff, settings and the first day over the real core.
 *
 * Purpose: part of `tauri.ts`. Must never: hold a passphrase longer than one call, or retry a
 * command by itself.
 */
import type {
  CatalogueApi,
  FoundingApi,
  LiveApi,
  HouseholdApi,
  MergingApi,
  RouteApi,
  SessionApi,
  StaffApi,
} from './desk-api';
import { commands } from './bindings.gen';
import { core, raw } from './raw';

export const ownPassphrase = (): Pick<SessionApi, 'changePassphrase' | 'suggestPassphrase'> => ({
  changePassphrase: (present, chosen) => raw('change_passphrase', present, chosen),
  suggestPassphrase: (lang) => core(commands.suggestPassphrase(lang)),
});

export const staffOverTauri = (): StaffApi => ({
  users: () => core(commands.users()),
  enrolUser: (name, display, role) => core(commands.enrolUser(name, display, role)),
  acceptInvitation: (name, code, chosen) => raw('accept_invitation', name, code, chosen),
  changeUser: (user, change, second, passphrase) =>
    raw('change_user', user, change, second, passphrase),
  suspendUser: (user) => core(commands.suspendUser(user)),
  settings: () => core(commands.settings()),
  changeSetting: (name, value) => core(commands.changeSetting(name, value)),
  tryPlace: (folder) => core(commands.tryPlace(folder)),
  serialPorts: () => core(commands.serialPorts()),
  openWall: () => core(commands.openWall()),
});

export const mergingOverTauri = (): MergingApi => ({
  alikeRecord: (id) => core(commands.alikeRecord(id)),
  comparePeople: (one, other) => core(commands.comparePeople(one, other)),
  mergePeople: (stays, goes, taken, second, passphrase) =>
    raw('merge_people', stays, goes, taken.join(','), second, passphrase),
  unmergePeople: (id, second, passphrase) => raw('unmerge_people', id, second, passphrase),
});

export const householdsOverTauri = (): HouseholdApi => ({
  householdsOf: (person, see) => core(commands.householdsOf(person, see)),
  recordHousehold: (person, told) => core(commands.recordHousehold(person, told)),
  changeHousehold: (person, household, told) =>
    core(commands.changeHousehold(person, household, told)),
});

export const routeOverTauri = (): RouteApi => ({
  routes: () => core(commands.routes()),
  printRoute: (told, choice) => core(commands.printRoute(told, choice)),
  destroyRoute: (number, unused) => core(commands.destroyRoute(number, unused)),
});

export const liveOverTauri = (): LiveApi => ({
  confirmPassphrase: (own) => raw('confirm_passphrase', own),
  registers: () => core(commands.registers()),
  startRegister: (register, year, last) => core(commands.startRegister(register, year, last)),
  lookAtSheet: (path) => core(commands.lookAtSheet(path)),
  carryOver: (path, digest) => core(commands.carryOver(path, digest)),
  carryProgress: () => core(commands.carryProgress()),
  cancelCarry: () => core(commands.cancelCarry()),
  writeCarryTemplate: (folder) => core(commands.writeCarryTemplate(folder)),
  findCarried: (number) => core(commands.findCarried(number)),
});

export const foundingOverTauri = (): FoundingApi => ({
  foundingState: () => core(commands.foundingState()),
  keepFounding: (told) => core(commands.keepFounding(told)),
  found: (chosen) => raw('found', ...chosen),
  checkShare: (number, typed) => raw('check_share', String(number), typed),
  printShare: (number, printer, share) => raw('print_share', String(number), printer, share),
  stepDone: (step) => core(commands.stepDone(step)),
  startOver: () => core(commands.startOver()),
  readTestCard: (typed) => core(commands.readTestCard(typed)),
  testCard: () => core(commands.testCard()),
  printTestPage: (choice) => core(commands.printTestPage(choice)),
  openDemo: () => core(commands.openDemo()),
});

export const catalogueOverTauri = (): CatalogueApi => ({
  unsureValues: () => core(commands.unsureValues()),
  confirmValue: (rule, source, day) => core(commands.confirmValue(rule, source, day)),
  editableServices: () => core(commands.editableServices()),
  previewEdit: (told) => core(commands.previewEdit(told)),
  editService: (told) => core(commands.editService(told)),
  directory: () => core(commands.directory()),
  keepBody: (told) => core(commands.keepBody(told)),
  dropBody: (id) => core(commands.dropBody(id)),
  recounts: () => core(commands.recounts()),
  recount: () => core(commands.recount()),
});
