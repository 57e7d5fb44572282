import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { catalogue } from './scripts/catalogue.ts'

export default defineConfig(({ mode }) => ({
  // Tests use a catalog that is compiled in advance, because the plugin's watcher would keep them from ending.
  plugins: [process.env.VITEST ? [] : paraglideVitePlugin(catalogue(mode === 'development')), svelte()],
  // The window's content policy allows neither inline scripts nor data: URLs.
  build: {
    target: ['safari16.4', 'chrome111'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // One style sheet, so that a screen that loads later has its styles at once.
    cssCodeSplit: false,
    // Needed to write THIRD-PARTY.txt. The app contains nothing of it.
    license: mode === 'licences' && { fileName: 'licences.json' },
  },
  // The changelog is a part of the page, and stands above this folder.
  server: { host: '127.0.0.1', port: 5173, strictPort: true, fs: { allow: ['..'] } },
  clearScreen: false,
  // Tests render components in jsdom, so they need the browser build of Svelte.
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/testing/setup.ts'],
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    // A busy computer makes tests slow, which is no failure.
    testTimeout: 30_000,
  },
}))
