/**
 * Looks at the finished page before it is embedded: only what may ship is in it.
 *
 * Purpose: no fake office, nothing inline (the content security policy would refuse it), no source
 * map, no address on a network.
 */
import { readFileSync, readdirSync } from 'node:fs';

const dist = new URL('../dist/', import.meta.url);
const names = readdirSync(dist, { recursive: true, encoding: 'utf8' });
const text = (name) => readFileSync(new URL(name, dist), 'utf8');
const problems = [];

const page = text('index.html');
if (/<script(?![^>]*\bsrc=)|<style|\son[a-z]+=|\sstyle=/.test(page)) {
  problems.push('index.html: something inline');
}
// Names of XML vocabularies, and documentation links inside error texts, are never fetched.
const known = /https?:\/\/(www\.w3\.org|svelte\.dev|localhost\b|ipc\.localhost)/g;
for (const name of names.filter((entry) => /\.(js|css|html)$/.test(entry))) {
  const content = text(name);
  if (content.includes('mây test')) {
    problems.push(`${name}: the fake office`);
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
