/** What a menu offers. */

/** One act. */
export interface MenuAct {
  label: string;
  /** Name of the key that does the same, anywhere. */
  keys?: string | undefined;
  run: () => unknown;
}

/** Acts that belong together, between two lines. */
export type MenuGroup = readonly MenuAct[];
