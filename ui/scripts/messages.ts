// Compiles the message catalog into src/paraglide for svelte-check and eslint, which run without Vite. `--pseudo` adds the
// pseudo-languages.
import { compile } from '@inlang/paraglide-js'
import { catalogue } from './catalogue.ts'

await compile(catalogue(process.argv.includes('--pseudo')))
