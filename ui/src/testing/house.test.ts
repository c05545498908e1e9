/**
 * Rules of the house for this folder, as tests: no untranslated text in markup, no message of the
 * window that nobody shows, no circle of imports.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parse } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';
import vi from '../../../src-tauri/catalogue/messages/vi.json';

const root = join(process.cwd(), 'src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(svelte|ts)$/.test(name) && !/\.(test|gen)\.ts$/.test(name))
  .map((name) => ({
    name,
    text: readFileSync(join(root, name), 'utf8'),
  }));
const components = files.filter((file) => file.name.endsWith('.svelte'));

/** Attributes that people see or hear. */
const spoken = new Set([
  'aria-label',
  'aria-description',
  'title',
  'alt',
  'placeholder',
  'label',
  'heading',
]);

/** Text in markup, and in attributes people see, that is no expression. */
function untranslated(source: string): string[] {
  const found: string[] = [];
  const letters = (text: string) => /\p{L}/u.test(text);
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(walk);
      return;
    }
    if (typeof node !== 'object' || node === null) {
      return;
    }
    const { type, name, value, data } = node as Record<string, unknown>;
    if (type === 'Attribute') {
      const parts = Array.isArray(value) ? value : [value];
      for (const part of parts as { type?: string; data?: string }[]) {
        if (
          typeof name === 'string' &&
          spoken.has(name) &&
          part.type === 'Text' &&
          letters(part.data ?? '')
        ) {
          found.push(`${name}="${part.data ?? ''}"`);
        }
      }
      return;
    }
    if (type === 'Text' && typeof data === 'string' && letters(data)) {
      found.push(data.trim());
      return;
    }
    Object.values(node).forEach(walk);
  };
  walk(parse(source, { modern: true }).fragment);
  return found;
}

describe('markup', () => {
  it('is read by this test at all', () => {
    expect(components.length).toBeGreaterThan(8);
    expect(untranslated('<p title="Xin chào">Hello {name}</p><b>{t("x")} · </b>')).toEqual([
      'title="Xin chào"',
      'Hello',
    ]);
  });

  it.each(components)('$name has no untranslated text', ({ text }) => {
    expect(untranslated(text)).toEqual([]);
  });
});

/** The first circle of imports met, as the names along it. */
function circle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const finished = new Set<string>();
  const walk = (name: string, path: readonly string[]): string[] => {
    if (path.includes(name)) {
      return [...path.slice(path.indexOf(name)), name];
    }
    if (finished.has(name)) {
      return [];
    }
    for (const next of graph.get(name) ?? []) {
      const found = walk(next, [...path, name]);
      if (found.length > 0) {
        return found;
      }
    }
    finished.add(name);
    return [];
  };
  for (const name of graph.keys()) {
    const found = walk(name, []);
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}

describe('imports', () => {
  const graph = new Map(
    files.map(({ name, text }) => {
      const named = [...text.matchAll(/from '(\.[^']+)'/g)].map((match) =>
        normalize(join(dirname(name), match[1] ?? '')),
      );
      const known = named.flatMap((target) =>
        files.map((file) => file.name).filter((file) => file === target || file === `${target}.ts`),
      );
      return [name, known] as const;
    }),
  );

  it('are followed by this test at all', () => {
    expect(graph.get('app/Entrance.svelte')).toContain('features/signin/sign-in.svelte.ts');
    expect(
      circle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
    ).toEqual(['b', 'c', 'b']);
  });

  it('make no circle', () => {
    expect(circle(graph)).toEqual([]);
  });
});

/** Rules of a style sheet that scroll and are no place for what is positioned in them. */
const loose = (text: string): string[] =>
  [...text.matchAll(/([^{};]+)\{([^{}]*)\}/g)]
    .filter(([, , body = '']) => /overflow(-[xy])?:[^;]*(auto|scroll)/.test(body))
    .filter(([, , body = '']) => !/position: (relative|absolute|fixed|sticky)/.test(body))
    .map(([, selector = '']) => selector.replace(/\/\*.*?\*\//gs, '').trim());

describe('what scrolls', () => {
  it('is seen by this test at all', () => {
    expect(loose('.a { overflow: auto; } .b { position: relative; overflow-x: auto; }')).toEqual([
      '.a',
    ]);
  });

  // What is only read aloud (`.unseen`) is positioned: it would make a bar for whatever lies around.
  it.each(components.map(({ name, text }) => [name, text.split('<style>')[1] ?? '']))(
    'holds what is unseen in it: %s',
    (_, style) => {
      // A field of several lines has nothing in it but its text.
      expect(loose(style).filter((selector) => selector !== 'textarea')).toEqual([]);
    },
  );
});

describe('messages of the window', () => {
  const all = files.map((file) => file.text).join('\n');
  /** Keys made from a code: every language has its own name. */
  const built = /^ui\.language\.(vi|en)$/;

  it.each(Object.keys(vi).filter((key) => key.startsWith('ui.') && !built.test(key)))(
    '%s is shown somewhere',
    (key) => {
      expect(all.includes(`'${key}'`)).toBe(true);
    },
  );
});
