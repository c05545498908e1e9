import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/*
 * Who may import whom (ARCHITECTURE.md): main → app → features → {ipc, shared}.
 * A feature imports no other feature; only ipc imports @tauri-apps/*; shared imports nothing of ours.
 * One part of shared, the form the catalogue draws, knows the shapes of ipc, because two features fill such a
 * form in; nothing below a feature imports it.
 */
const tauri = {
  regex: '^@tauri-apps/',
  message: 'Only src/ipc may talk to the shell.',
};
const fake = {
  regex: '/ipc/(fake(/.*)?|tauri)(\\.ts)?$',
  message: 'Take a DeskApi as an argument; only main chooses which one.',
};
const arrows = {
  shared: {
    regex:
      '^\\.\\./\\.\\./(?!shared/(?!catalogue/)|\\.\\./\\.\\./src-tauri/catalogue/)|^\\.\\./(app|catalogue|features|gallery|ipc|styles|testing)/',
    message: 'shared imports nothing of ours.',
  },
  catalogue: {
    regex: '^\\.\\./\\.\\./(?!ipc/)|^\\.\\./(app|features|gallery|styles|testing)/',
    message: 'The form of the catalogue imports ipc and the rest of shared.',
  },
  feature: {
    regex: '^\\.\\./(?!\\.\\./(ipc|shared|testing)/)',
    message: 'A feature imports ipc and shared, never another feature or the app.',
  },
  ipc: {
    regex: '^\\.\\./(?!shared/(?!catalogue/))',
    message: 'ipc imports shared only.',
  },
  gallery: {
    regex: '^\\.\\./(?!shared/(?!catalogue/)|styles/)',
    message: 'The components page shows the kit and nothing else.',
  },
  fakeOffice: {
    regex: '^\\.\\./\\.\\./(?!shared/(?!catalogue/))',
    message: 'ipc imports shared only.',
  },
  app: {
    regex: '^\\.\\./(?!features/|ipc/|shared/|testing/)',
    message: 'app imports features, ipc and shared.',
  },
};
const restrict = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns }],
});

export default ts.config(
  { ignores: ['dist', '**/*.gen.ts', 'scripts/probe'] },
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'scripts/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      'no-console': 'error',
      'no-eval': 'error',
      'no-undef': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Text is set as text.' },
        { property: 'outerHTML', message: 'Text is set as text.' },
        { property: 'insertAdjacentHTML', message: 'Text is set as text.' },
        { object: 'document', property: 'write', message: 'Text is set as text.' },
        { object: 'window', property: 'localStorage', message: 'Nothing is kept in the web view.' },
        {
          object: 'window',
          property: 'sessionStorage',
          message: 'Nothing is kept in the web view.',
        },
      ],
      'no-restricted-globals': ['error', 'localStorage', 'sessionStorage', 'indexedDB', 'fetch'],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      // What a component hands to a callback is `any` to the linter; svelte-check knows its type.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
      'svelte/require-each-key': 'error',
      'svelte/no-unused-props': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/no-inline-styles': ['error', { allowTransitions: false }],
    },
  },
  { files: ['src/**'], rules: restrict(tauri, fake) },
  { files: ['src/shared/**'], rules: restrict(tauri, fake, arrows.shared) },
  { files: ['src/shared/catalogue/**'], rules: restrict(tauri, fake, arrows.catalogue) },
  { files: ['src/features/**'], rules: restrict(tauri, fake, arrows.feature) },
  { files: ['src/app/**'], rules: restrict(tauri, fake, arrows.app) },
  { files: ['src/gallery/**'], rules: restrict(tauri, fake, arrows.gallery) },
  { files: ['src/ipc/**'], rules: restrict(arrows.ipc) },
  { files: ['src/ipc/fake/**'], rules: restrict(arrows.fakeOffice) },
  { files: ['src/main.ts'], rules: restrict(tauri) },
  { files: ['**/*.test.ts', 'src/testing/**'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['**/*.{js,mjs}'], ...ts.configs.disableTypeChecked },
);
