import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

const idsAreText = 'Ids are text: digits beyond 2^53 do not survive a number.'

export default ts.config(
  { ignores: ['dist/', 'preview/dist/', 'src/paraglide/', 'src/backend/bindings/'] },
  js.configs.recommended,
  ts.configs.strict,
  svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      // TypeScript knows what is defined.
      'no-undef': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      'no-restricted-globals': [
        'error',
        { name: 'Number', message: idsAreText },
        { name: 'parseInt', message: idsAreText },
        { name: 'parseFloat', message: idsAreText },
        { name: 'fetch', message: 'The window reaches no network.' },
        { name: 'localStorage', message: 'What is kept is kept by the app.' },
        { name: 'sessionStorage', message: 'What is kept is kept by the app.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['@tauri-apps/*'], message: 'Only src/backend/tauri.ts talks to the app.' },
            { group: ['**/backend/fake/*', '**/testing/*'], message: 'The fake app is for tests and pictures only.' },
          ],
        },
      ],
      'no-restricted-properties': ['error', { property: 'innerHTML', message: 'Text is text.' }],
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  { files: ['src/backend/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['**/*.test.ts', 'src/testing/**', 'preview/**', 'scripts/**'],
    rules: {
      'no-restricted-imports': 'off',
      'no-restricted-globals': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
)
