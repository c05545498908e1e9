/**
 * Which control of a drawn form an answer of the request stands in.
 *
 * Purpose: one way from `members[1].number` to the control that shows it. Must never: know a service.
 */

/** Parts of somebody (`members[1].number`, `householder.number`) are controls of their own. */
export const controlAt = (prefix: string, answer: string): string =>
  `${prefix}-${answer.replace(/\]\.|[[.]/g, '-').replace(']', '')}`;
