// Most starts have no new version and no question, so neither is part of the first script.
export { default as UpdateNotice } from './UpdateNotice.svelte'
export { default as UpdateQuestion } from './UpdateQuestion.svelte'
