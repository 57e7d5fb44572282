// Builds the scenes as one script for the real window, which has the app's own styles already.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { slimMessages } from '../scripts/small.ts'

export default defineConfig({
  plugins: [slimMessages(), svelte()],
  build: {
    outDir: 'preview/dist',
    lib: { entry: 'preview/stage.ts', formats: ['iife'], name: 'stage', fileName: () => 'stage.js' },
    minify: false,
    target: ['safari16.4'],
  },
})
