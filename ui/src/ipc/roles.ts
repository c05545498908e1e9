/**
 * As what somebody works, in words.
 *
 * Purpose: exhaustive by type; a new role needs its words. Must never: judge a right.
 */
import type { Role } from './desk-api';
import type { PlainKey } from '../shared/i18n/i18n.svelte';

export const roles: Readonly<Record<Role, PlainKey>> = {
  reception: 'role.reception',
  case: 'role.case',
  supervisor: 'role.supervisor',
  admin: 'role.admin',
  auditor: 'role.auditor',
};
