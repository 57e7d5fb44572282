/** The groups of a list that are started only if the user wants them. */
export interface Included {
  readonly added_before: boolean
  readonly unlikely: boolean
}

export const nothingIncluded: Included = { added_before: false, unlikely: false }
