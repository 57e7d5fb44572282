export { default as EntryDetails } from './EntryDetails.svelte'
export { default as LoadNames } from './LoadNames.svelte'
