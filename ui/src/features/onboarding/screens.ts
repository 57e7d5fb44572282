// One chunk for all of them, because the more chunks there are, the larger the first one gets.
export { default as ConnectKey } from './ConnectKey.svelte'
export { default as FirstSteps } from './FirstSteps.svelte'
export { default as Welcome } from './Welcome.svelte'
