/** Runs an effect outside a component; the answer ends it. */
export function effectRoot(run: () => void): () => void {
  return $effect.root(() => {
    $effect(run)
  })
}
