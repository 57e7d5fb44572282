/** Runs an effect outside a component. Returns a function that ends it. */
export function effectRoot(run: () => void): () => void {
  return $effect.root(() => {
    $effect(run)
  })
}
