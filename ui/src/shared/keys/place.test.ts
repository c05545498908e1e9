/**
 * What had the keys and goes away hands them on; a screen that puts them somewhere is not disturbed.
 */
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepsPlace } from './place';

let main: HTMLElement;
let stop: (() => void) | undefined;

function made(tag: string, into: Element, id = ''): HTMLElement {
  const one = document.createElement(tag);
  one.id = id;
  into.append(one);
  return one;
}

beforeEach(() => {
  main = made('main', document.body);
  main.tabIndex = -1;
  const list = made('ul', main);
  for (const id of ['a', 'b', 'c']) {
    made('button', made('li', list), id);
  }
  made('input', made('div', main, 'part'), 'text');
  const dialog = made('div', main, 'dialog');
  dialog.setAttribute('aria-modal', 'true');
  dialog.tabIndex = -1;
  made('input', made('p', dialog), 'in');
  stop = keepsPlace(main) ?? undefined;
});

afterEach(() => {
  stop?.();
  document.body.replaceChildren();
});

function at(id: string): HTMLElement {
  const one = document.getElementById(id);
  if (!one) {
    throw new Error(`no ${id}`);
  }
  return one;
}

const row = (id: string) => at(id).closest('li') ?? at(id);

async function goes(work: () => void): Promise<string> {
  work();
  await tick();
  await Promise.resolve();
  return document.activeElement?.id ?? '';
}

it('hands the keys to the next row, and from the last one to the row before', async () => {
  at('b').focus();
  expect(await goes(() => row('b').remove())).toBe('c');
  expect(await goes(() => row('c').remove())).toBe('a');
});

it('begins at the whole where one part came in place of another', async () => {
  at('text').focus();
  const other = document.createElement('button');
  await goes(() => at('part').replaceChildren(other));
  expect(document.activeElement).toBe(main);
});

it('stays in the dialog that is open', async () => {
  at('in').focus();
  expect(await goes(() => at('in').remove())).toBe('dialog');
});

it('leaves the keys where the screen put them', async () => {
  at('b').focus();
  const moved = () => {
    row('b').remove();
    at('text').focus();
  };
  expect(await goes(moved)).toBe('text');
});

it('does nothing where something else goes', async () => {
  at('b').focus();
  expect(await goes(() => row('c').remove())).toBe('b');
});
