import { fileURLToPath } from 'node:url'
import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { catalogue } from './scripts/catalogue.ts'

interface Modules {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null
}

/**
 * Puts our own modules of the first screen into one chunk. Otherwise there would be one for each set of later chunks that
 * share some of them, and several small chunks compress worse than one.
 */
function firstScreen() {
  const first = new Set<string>()
  const collect = (id: string, modules: Modules) => {
    if (first.has(id) || id.includes('node_modules')) return
    first.add(id)
    for (const other of modules.getModuleInfo(id)?.importedIds ?? []) collect(other, modules)
  }
  return (id: string, modules: Modules) => {
    if (first.size === 0) collect(fileURLToPath(new URL('src/main.ts', import.meta.url)), modules)
    return first.has(id) ? 'first' : null
  }
}

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
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: firstScreen() }] } } },
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
    // A process for each processor, not for each file. Threads would not follow the tests' time zones.
    pool: 'vmForks',
    setupFiles: ['./src/testing/setup.ts'],
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    // By default, one processor is left idle, which is half of a small computer.
    maxWorkers: '100%',
    // A busy computer makes tests slow, which is no failure.
    testTimeout: 30_000,
  },
}))
