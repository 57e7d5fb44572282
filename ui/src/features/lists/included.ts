/** The groups of a list that are started only if the user wants them. */
export interface Included {
  readonly added_before: boolean
  readonly unlikely: boolean
  readonly matched_by_id: boolean
}

export const nothingIncluded: Included = { added_before: false, unlikely: false, matched_by_id: false }
