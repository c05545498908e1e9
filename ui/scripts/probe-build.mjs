/**
 * Looks at the finished page before it is embedded: only what may ship is in it.
 *
 * Purpose: no fake office, no components page, nothing inline (the content security policy would
 * refuse it), no source map, no address on a network.
 */
import { readFileSync, readdirSync } from 'node:fs';

const dist = new URL('../dist/', import.meta.url);
const names = readdirSync(dist, { recursive: true, encoding: 'utf8' });
const text = (name) => readFileSync(new URL(name, dist), 'utf8');
const problems = [];

const pages = names.filter((name) => name.endsWith('.html')).sort();
if (String(pages) !== 'index.html,wall.html') {
  problems.push(`pages other than the window and the wall screen: ${pages}`);
}
for (const page of pages) {
  if (/<script(?![^>]*\bsrc=)|<style|\son[a-z]+=|\sstyle=/.test(text(page))) {
    problems.push(`${page}: something inline`);
  }
}
// Names of XML vocabularies, and documentation links inside error texts, are never fetched.
const known = /https?:\/\/(www\.w3\.org|svelte\.dev|localhost\b|ipc\.localhost)/g;
for (const name of names.filter((entry) => /\.(js|css|html)$/.test(entry))) {
  const content = text(name);
  if (content.includes('mây test')) {
    problems.push(`${name}: the fake office`);
  }
  if (content.includes('kit-gallery')) {
    problems.push(`${name}: the components page`);
  }
  const elsewhere = content.replace(known, '').match(/(https?|wss?):\/\/[^\s'"`)]+/);
  if (elsewhere) {
    problems.push(`${name}: an address, ${elsewhere[0]}`);
  }
  if (/url\(["']?data:/.test(content)) {
    problems.push(`${name}: a file inlined as data`);
  }
}
if (names.some((name) => name.endsWith('.map'))) {
  problems.push('a source map');
}
if (problems.length > 0) {
  process.stderr.write(`The built page may not ship:\n  ${problems.join('\n  ')}\n`);
  process.exit(1);
}
