import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import about from './package.json' with { type: 'json' };

export default defineConfig(({ mode }) => ({
  // Shown under Settings and from the menu; held to the program's own by an architecture test.
  define: { 'import.meta.env.DESK_VERSION': JSON.stringify(about.version) },
  plugins: [svelte(), svelteTesting()],
  build: {
    target: 'safari16',
    // A file inlined as `data:` would be refused by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: false,
    // The wall screen is a page of its own: nothing of the desk is in it. The components page is
    // for maintainers: the shipped build does not know it.
    rolldownOptions: {
      input: ['index.html', 'wall.html', ...(mode === 'fake' ? ['components.html'] : [])],
    },
    // The preview with the fake office must never lie where the program takes its page from.
    outDir: mode === 'fake' ? 'node_modules/.preview' : 'dist',
    emptyOutDir: true,
  },
  server: {
    // The message catalogue stands beside the core: one source for window, terminal and paper.
    fs: { allow: ['.', '../src-tauri/catalogue/messages'] },
    strictPort: true,
    port: 5173,
  },
  preview: { strictPort: true, port: 4173 },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    // By itself it leaves a core idle, which on two is half the machine.
    maxWorkers: '100%',
    // axe over a whole page takes seconds on a machine that does other things too.
    testTimeout: 20_000,
  },
}));
