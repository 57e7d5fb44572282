// Builds the scenes as one script for the real window, which already has the app's styles.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: 'preview/dist',
    lib: { entry: 'preview/stage.ts', formats: ['iife'], name: 'stage', fileName: () => 'stage.js' },
    minify: false,
    target: ['safari16.4'],
  },
})
