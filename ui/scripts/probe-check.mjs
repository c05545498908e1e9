/**
 * Proves that svelte-check still sees errors: a component with a planted type error must fail.
 *
 * Purpose: svelte-check has been seen to pass with nothing checked after an upgrade; a green run
 * is worth something only while this probe is refused.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = spawnSync(
  process.execPath,
  [
    'node_modules/svelte-check/bin/svelte-check',
    '--tsconfig',
    'scripts/probe/tsconfig.json',
    '--output',
    'machine',
  ],
  { cwd: root, encoding: 'utf8' },
);
const planted = run.stdout.includes('ERROR') && run.stdout.includes('Planted.svelte');
if (run.status === 0 || !planted) {
  process.stderr.write(`svelte-check did not see the planted error:\n${run.stdout}${run.stderr}\n`);
  process.exit(1);
}
