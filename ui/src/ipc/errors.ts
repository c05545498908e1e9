/**
 * Refusals of the core as the window sees them: codes with data, and the sentences for them.
 *
 * Purpose: `DeskError` and its words. The type of `sentenceKey` is exhaustive: a new code in the
 * core fails the build until both languages have its sentence. Must never: show a text that came
 * from the core, for there is none meant for people.
 */
import { say, t, type MessageKey } from '../shared/i18n/i18n.svelte';
import type { Code, Fault, Refused } from './bindings.gen';

/** Every code of the core, and the one the window adds: no answer came at all. */
type AnyCode = Code | 'unreachable';

/** One thing wrong, in words, and the request's field it is about. */
export interface Said {
  /** In the language shown when it is read: an error outlives a change of language. */
  readonly text: string;
  field: string | undefined;
}

/** What a refusal may carry beside its code. */
interface Details {
  field?: string | null;
  params?: Readonly<Record<string, string | undefined>>;
  /** What else is wrong with the request. */
  more?: readonly Fault[];
}

/** Exhaustive by type: `error.<code>` must be a message key for every code there is. */
const sentenceKey = (code: Code): MessageKey => `error.${code}`;

export class DeskError extends Error {
  override readonly name = 'DeskError';

  constructor(
    readonly code: AnyCode,
    private readonly details: Details = {},
  ) {
    super(code);
  }

  get field(): string | undefined {
    return this.details.field ?? undefined;
  }

  /** The first sentence, in the language shown now. */
  get sentence(): string {
    return this.code === 'unreachable'
      ? t('ui.error.unreachable')
      : say(sentenceKey(this.code), this.details.params ?? {});
  }

  /** Everything that is wrong, in the order of the request, in the language shown now. */
  get all(): readonly Said[] {
    return [
      this,
      ...(this.details.more ?? []).map((fault) => new DeskError(fault.code, fault)),
    ].map((error) => ({
      get text() {
        return error.sentence;
      },
      field: error.field,
    }));
  }
}

/** What the core (or the bridge to it) threw, as a `DeskError`. */
export function toDeskError(cause: unknown): DeskError {
  if (cause instanceof DeskError) {
    return cause;
  }
  return isRefusal(cause) ? new DeskError(cause.code, cause) : new DeskError('unreachable');
}

function isRefusal(cause: unknown): cause is Refused {
  return (
    typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
  );
}
