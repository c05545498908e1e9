import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), svelteTesting()],
  build: {
    target: 'safari16',
    // A file inlined as `data:` would be refused by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: false,
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
    restoreMocks: true,
  },
}));
