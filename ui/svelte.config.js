/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
  compilerOptions: {
    runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true),
    // Short: it stands beside every element.
    cssHash: ({ css, hash }) => `s${hash(css).slice(0, 5)}`,
    // Nobody asks the window which Svelte made it.
    discloseVersion: false,
  },
}
