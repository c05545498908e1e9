/**
 * What had the keys and goes away hands them on; a screen that puts them somewhere is not disturbed.
 */
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepsPlace } from './place';

let main: HTMLElement;
let stop: (() => void) | undefined;

beforeEach(() => {
  document.body.innerHTML = `<main tabindex="-1"><ul id="rows">
    <li><button id="a">a</button></li><li><button id="b">b</button></li>
    <li><button id="c">c</button></li></ul><div id="part"><input id="text" /></div>
    <div role="dialog" aria-modal="true" tabindex="-1" id="dialog"><p id="body"><input id="in" /></p>
    </div></main>`;
  main = document.querySelector('main')!;
  stop = keepsPlace(main) ?? undefined;
});

afterEach(() => {
  stop?.();
  document.body.innerHTML = '';
});

const at = (id: string) => document.getElementById(id)!;
const row = (id: string) => at(id).closest('li')!;

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
