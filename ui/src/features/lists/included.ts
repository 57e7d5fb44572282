import type { ListGroupKind } from '../../backend/bindings/ListGroupKind'

/** The groups of a list that are started only if the user wants it. */
export const optional: readonly ListGroupKind[] = ['added_before', 'unlikely', 'matched_by_id']
