/** Contrast and sizes of the tokens, worked out from the style sheet itself, in both themes. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const styles = join(process.cwd(), 'src/styles');
const css = readFileSync(join(styles, 'tokens.css'), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');

/** Variables of every rule whose selector list names this selector. */
function variables(selector: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [, selectors = '', body = ''] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (selectors.split(',').some((one) => one.trim() === selector)) {
      for (const [, name = '', value = ''] of body.matchAll(/--([a-z-]+[0-9]*):\s*([^;]+);/g)) {
        found[name] = value.trim();
      }
    }
  }
  return found;
}

const themes = {
  light: variables(":root[data-theme='light']"),
  dark: variables(":root[data-theme='dark']"),
};

/** The practice office: the same two, with another coat. */
const practice = {
  'practice, light': {
    ...themes.light,
    ...variables(":root[data-practice][data-theme='light']"),
  },
  'practice, dark': {
    ...themes.dark,
    ...variables(":root[data-practice][data-theme='dark']"),
  },
};

/** Relative luminance (WCAG 2.2) of `#rrggbb`. */
function luminance(hex: string): number {
  const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Body text, and what is read all day: AAA. */
const AAA = 7;
/** Every other text: AA. */
const AA = 4.5;
/** Borders of controls and the ring of focus. */
const SHAPE = 3;

const pairs: readonly (readonly [text: string, ground: string, least: number])[] = [
  ...['canvas', 'paper', 'stripe', 'selected'].map((ground) => ['ink', ground, AAA] as const),
  ...['canvas', 'paper', 'stripe', 'selected'].map((ground) => ['ink-muted', ground, AA] as const),
  ['brand', 'paper', AAA],
  ['brand', 'canvas', AAA],
  ['brand', 'selected', AA],
  ['brand', 'stripe', AA],
  ['on-brand', 'brand', AAA],
  ['on-brand', 'brand-hover', AAA],
  ['danger', 'paper', AA],
  ['danger', 'canvas', AA],
  ['on-danger', 'danger', AA],
  ['on-danger', 'danger-hover', AA],
  ...['urgent', 'high', 'medium', 'low', 'neutral'].map(
    (tone) => [tone, `${tone}-ground`, 6.5] as const,
  ),
  ['high', 'paper', AA],
  ['high', 'canvas', AA],
  ['seal', 'paper', AA],
  ...['canvas', 'paper', 'stripe'].map((ground) => ['border', ground, SHAPE] as const),
  ...['canvas', 'paper', 'selected', 'stripe'].map((ground) => ['focus', ground, SHAPE] as const),
];

describe('contrast', () => {
  it('is worked out right', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it('is asked of the same colours in both themes', () => {
    expect(Object.keys(themes.light).length).toBeGreaterThan(25);
    expect(Object.keys(themes.dark)).toEqual(Object.keys(themes.light));
  });

  it('of the practice office is another coat, in both themes', () => {
    expect(practice['practice, light']['brand']).not.toBe(themes.light['brand']);
    expect(practice['practice, dark']['brand']).not.toBe(themes.dark['brand']);
  });

  for (const [theme, colours] of Object.entries({ ...themes, ...practice })) {
    it.each(pairs)(`${theme}: %s on %s reaches %d`, (text, ground, least) => {
      const [one, other] = [colours[text], colours[ground]];
      expect(one).toMatch(/^#[0-9a-f]{6}$/);
      expect(other).toMatch(/^#[0-9a-f]{6}$/);
      expect(contrast(one ?? '', other ?? '')).toBeGreaterThanOrEqual(least);
    });
  }
});

describe('sizes', () => {
  const pixels = (value: string | undefined): number => {
    const rem = /^([\d.]+)rem$/.exec(value ?? '');
    return Number(rem?.[1]) * 16;
  };
  const root = variables(':root');
  const densities = ['comfortable', 'compact'].map((name) =>
    variables(`:root[data-density='${name}']`),
  );

  it('of everything pressed are at least 24 pixels, of controls 36 or 40', () => {
    expect(pixels(root['target'])).toBeGreaterThanOrEqual(24);
    expect(densities.map(({ control }) => pixels(control))).toEqual([40, 36]);
    for (const { row } of densities) {
      expect(pixels(row)).toBeGreaterThanOrEqual(32);
    }
  });

  it('of a density are three variables and nothing else', () => {
    expect(densities.map((density) => Object.keys(density))).toEqual([
      ['control', 'row', 'gap'],
      ['control', 'row', 'gap'],
    ]);
  });

  it('of text follow the person: steps of per cent, and rem everywhere', () => {
    const steps = [...css.matchAll(/data-text='(\d+)'\]\s*\{\s*font-size: (\d+)%/g)];
    expect(steps.map(([, name, size]) => [name, size])).toEqual([
      ['115', '115'],
      ['130', '130'],
      ['150', '150'],
    ]);
    const texts = Object.entries(root).filter(([name]) => name.startsWith('text-'));
    expect(texts.length).toBeGreaterThan(4);
    expect(texts.filter(([, value]) => !value.endsWith('rem'))).toEqual([]);
  });

  it('of lines leave room for stacked marks', () => {
    expect(Number(root['line-body'])).toBeGreaterThanOrEqual(1.5);
    expect(Number(root['line-tight'])).toBeGreaterThanOrEqual(1.35);
  });
});

describe('components', () => {
  const source = join(process.cwd(), 'src');
  const sheets = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.svelte') || (name.endsWith('.css') && !/tokens/.test(name)))
    .map((name) => {
      const text = readFileSync(join(source, name), 'utf8');
      return {
        name,
        style: name.endsWith('.css') ? text : (/<style>[\s\S]*/.exec(text)?.[0] ?? ''),
      };
    });

  it.each(sheets)('$name names tokens, no colour, no capitals by style', ({ style }) => {
    expect(style.match(/#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(/gi)).toBeNull();
    // One capital at the beginning of a sentence is no label in capitals.
    const rest = style.replace(/::first-letter\s*\{[^}]*\}/g, '');
    expect(rest.match(/text-transform|font-variant-caps/g)).toBeNull();
  });

  it('use no token that does not exist', () => {
    const known = new Set([...css.matchAll(/--([a-z0-9-]+):/g)].map(([, name]) => name));
    const used = sheets.flatMap(({ name, style }) =>
      [...style.matchAll(/var\(--([a-z0-9-]+)/g)].map(([, token = '']) => ({ name, token })),
    );
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter(({ token }) => !known.has(token))).toEqual([]);
  });
});
