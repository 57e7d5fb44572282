/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
  compilerOptions: {
    runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true),
    // Short, because it is part of every element's class.
    cssHash: ({ css, hash }) => `s${hash(css).slice(0, 5)}`,
    // No one needs to ask the window for its Svelte version.
    discloseVersion: false,
  },
}
