import type EntryDetails from './EntryDetails.svelte'
import type LoadNames from './LoadNames.svelte'

/** What the tables of entries need only on request. One chunk, because each more of them makes the first script larger. */
interface OnRequest {
  readonly EntryDetails: typeof EntryDetails
  readonly LoadNames: typeof LoadNames
}

let loaded: OnRequest | undefined

/** The same, once it is loaded. */
export function entryDetails(): OnRequest | undefined {
  return loaded
}

export async function loadEntryDetails(): Promise<OnRequest> {
  loaded ??= await import('./on-request')
  return loaded
}
