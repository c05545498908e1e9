/**
 * Sentences of the window, from the one catalogue that terminal and paper read too.
 *
 * Purpose: `t(key, params)` in the language shown now; whoever calls it in markup is redrawn when
 * the language changes. May use: the catalogue and its generated types. Must never: build a
 * sentence from parts of sentences, or know a screen.
 */
import en from '../../../../src-tauri/catalogue/messages/en.json';
import vi from '../../../../src-tauri/catalogue/messages/vi.json';
import type { MessageParams } from './messages.gen';

/** A language the desk speaks. */
type Lang = 'vi' | 'en';

/** Key of a message; one that does not exist fails the build. */
export type MessageKey = keyof MessageParams;

/** Key of a message that needs no parameter. */
export type PlainKey = {
  [K in MessageKey]: MessageParams[K] extends undefined ? K : never;
}[MessageKey];

const catalogue: Record<Lang, Record<MessageKey, string>> = { vi, en };

/** The language shown now. One for the window; only the wall, read by citizens, has two at once. */
class Language {
  current = $state<Lang>('vi');
}

export const language = new Language();

/** Replaces `{name}` by its value, once, left to right: a value is never searched again. */
export function fill(
  sentence: string,
  params: Readonly<Record<string, string | number | undefined>>,
): string {
  return sentence.replace(/\{([a-z][a-z0-9_]*)\}/g, (_, name: string) =>
    String(params[name] ?? ''),
  );
}

/** The sentence of a key in the language shown now. */
export function t<K extends MessageKey>(
  key: K,
  ...params: MessageParams[K] extends undefined ? [] : [MessageParams[K]]
): string {
  return fill(catalogue[language.current][key], params[0] ?? {});
}

/** The sentence of a key in both languages, for what citizens read. */
export function both<K extends MessageKey>(
  key: K,
  ...params: MessageParams[K] extends undefined ? [] : [MessageParams[K]]
): Record<Lang, string> {
  const given = params[0] ?? {};
  return { vi: fill(catalogue.vi[key], given), en: fill(catalogue.en[key], given) };
}

/** The sentence of a key whose parameters come from the core (a refusal carries its own). */
export function say(key: MessageKey, params: Readonly<Record<string, string | undefined>>): string {
  return fill(catalogue[language.current][key], params);
}
