import type { Scene } from './steps'

/** Scenes that are shown with names hidden too. */
const HIDDEN = [
  ...[
    'log',
    'log-detail',
    'log-filtered',
    'log-export',
    'accounts',
    'added',
    'add-found-several',
    'settings',
    'expired',
  ],
  ...['vips-chosen', 'suggest-subscribers', 'list-check-everything', 'list-check-matched', 'list-check-column'],
  ...['batch-large', 'batch-history', 'batch-ended', 'settings-accounts', 'settings-keys-many'],
]

/** The same scenes, with names hidden: `hidden-log` is `log`. */
export function hiddenScenes(scenes: Record<string, Scene>): Record<string, Scene> {
  return Object.fromEntries(
    HIDDEN.flatMap((name) => {
      const scene = scenes[name]
      if (!scene) throw new Error(`there is no scene ${name}`)
      return [[`hidden-${name}`, { ...scene, backend: () => hiding(scene) }] as const]
    }),
  )
}

function hiding(scene: Scene) {
  const backend = scene.backend()
  backend.state.names_hidden = true
  return backend
}
