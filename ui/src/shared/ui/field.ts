/**
 * What every kind of field has in common.
 *
 * Purpose: one set of names, so that a form reads the same whatever stands in it.
 */
export interface FieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** May stay empty; said in words beside the label. */
  optional?: boolean | undefined;
  /** Where the value came from ("từ thẻ"), beside the label. */
  tag?: string | undefined;
  /** Why the value should be looked at again (a scan that may be damaged); no error. */
  check?: string | undefined;
  /** Any new value makes the field glow once: it was filled by something other than typing. */
  flash?: unknown;
  /** Language of what is typed here, where it is not the page's. */
  lang?: string | undefined;
  /** Something the desk says about the value, at the end of the label's line. */
  note?: string | undefined;
}

/** What ties a control to its label, hint and error. */
export interface ControlAttributes {
  id: string;
  lang: string | undefined;
  'aria-describedby': string | undefined;
  'aria-invalid': 'true' | undefined;
}
