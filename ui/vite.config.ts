import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { catalogue } from './scripts/catalogue.ts'

export default defineConfig(({ mode }) => ({
  // Tests compile the catalogue beforehand: the plugin's watcher would keep them from ending.
  plugins: [process.env.VITEST ? [] : paraglideVitePlugin(catalogue(mode === 'development')), svelte()],
  // The window's content policy allows neither inline scripts nor data addresses.
  build: {
    target: ['safari16.4', 'chrome111'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // One style sheet: a screen that is loaded later has its styles at once.
    cssCodeSplit: false,
    // Asked for when THIRD-PARTY.txt is written; nothing of it is in the app.
    license: mode === 'licences' && { fileName: 'licences.json' },
  },
  server: { host: '127.0.0.1', port: 5173, strictPort: true },
  clearScreen: false,
  // Components under test run in jsdom, so the browser's half of Svelte is the one to load.
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/testing/setup.ts'],
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    // A busy computer is slow, not wrong.
    testTimeout: 30_000,
  },
}))
