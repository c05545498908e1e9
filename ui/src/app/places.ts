/**
 * The screens there are, for whom, and what help says about them.
 *
 * Purpose: navigation, palette and help as data. A role's list is a convenience, never a
 * permission: the core decides at every command. Must never: hold markup.
 */
import type { SessionView } from '../ipc/desk-api';
import type { PlainKey } from '../shared/i18n/i18n.svelte';

export type PlaceId =
  | 'counter'
  | 'files'
  | 'results'
  | 'people'
  | 'prints'
  | 'check'
  | 'day'
  | 'practice'
  | 'private'
  | 'protected'
  | 'backup'
  | 'live'
  | 'catalogue'
  | 'users'
  | 'settings';

type Role = SessionView['role'];

/** A screen, as help tells of it. */
export interface Helped {
  label: PlainKey;
  help: readonly PlainKey[];
  /** How one moves in its forms, and what becomes of what is typed; all of it where nothing is said. */
  moving?: readonly PlainKey[];
}

/** One screen of a session. */
export interface Place extends Helped {
  id: PlaceId;
  /** Below a line in the navigation: not of the day's work. */
  apart?: boolean;
  roles: readonly Role[];
  /** In the practice office only. */
  demo?: boolean;
}

const records: readonly Role[] = ['reception', 'case', 'supervisor'];
const everyone: readonly Role[] = [...records, 'admin', 'auditor'];

const places: readonly Place[] = [
  {
    id: 'counter',
    label: 'ui.place.counter',
    roles: records,
    help: ['ui.help.counter.1', 'ui.help.counter.2'],
  },
  { id: 'files', label: 'ui.place.files', roles: records, help: ['ui.help.files'] },
  { id: 'results', label: 'ui.place.results', roles: records, help: ['ui.help.results'] },
  { id: 'people', label: 'ui.place.people', roles: records, help: ['ui.help.people'] },
  { id: 'prints', label: 'ui.place.prints', roles: records, help: ['ui.help.prints'] },
  { id: 'check', label: 'ui.place.check', roles: everyone, help: ['ui.help.check'] },
  { id: 'day', label: 'ui.place.day', roles: records, help: ['ui.help.day'] },
  {
    id: 'practice',
    label: 'ui.place.practice',
    roles: everyone,
    help: ['ui.help.practice'],
    demo: true,
  },
  {
    id: 'private',
    label: 'ui.place.private',
    roles: records,
    help: ['ui.help.private.1', 'ui.help.private.2'],
  },
  {
    id: 'protected',
    label: 'ui.place.protected',
    roles: ['case', 'supervisor'],
    help: ['ui.help.protected'],
  },
  {
    id: 'backup',
    label: 'ui.place.backup',
    apart: true,
    roles: [...records, 'admin'],
    help: ['ui.help.backup'],
  },
  {
    id: 'live',
    label: 'ui.place.live',
    apart: true,
    roles: ['supervisor'],
    help: ['ui.help.live'],
  },
  {
    id: 'catalogue',
    label: 'ui.place.catalogue',
    apart: true,
    roles: ['supervisor'],
    help: ['ui.help.catalogue'],
  },
  { id: 'users', label: 'ui.place.users', apart: true, roles: everyone, help: ['ui.help.users'] },
  {
    id: 'settings',
    label: 'ui.place.settings',
    apart: true,
    roles: everyone,
    help: ['ui.help.settings'],
  },
];

/** Screens that stand; one without a branch in `Outlet.svelte` is offered to nobody. */
export const standing: readonly PlaceId[] = [
  'counter',
  'files',
  'results',
  'people',
  'prints',
  'check',
  'day',
  'practice',
  'private',
  'protected',
  'backup',
  'live',
  'catalogue',
  'users',
  'settings',
];

/** What a role is offered; nobody is offered nothing. */
export const placesFor = (role: Role | null, practising = false): readonly Place[] =>
  places.filter(
    ({ id, roles, demo }) =>
      standing.includes(id) && role !== null && roles.includes(role) && (practising || !demo),
  );
