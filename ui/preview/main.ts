// The whole window on a fake app, in a plain browser: /preview/?scene=NAME&appearance=dark&language=es
import '../src/styles/tokens.css'
import '../src/styles/base.css'
import '../src/styles/controls.css'
import { mount } from 'svelte'
import type { Appearance } from '../src/host/bindings/Appearance'
import type { Language } from '../src/host/bindings/Language'
import Root from '../src/Root.svelte'
import { scenes } from './scenes'

const asked = new URLSearchParams(location.search)
const scene = scenes[asked.get('scene') ?? 'log'] ?? scenes.log
const target = document.getElementById('app')
if (scene && target) {
  const host = scene.host()
  host.state.preferences = {
    appearance: (asked.get('appearance') ?? 'system') as Appearance,
    language: (asked.get('language') ?? 'en') as Language,
  }
  Object.assign(window, { host }) // For the console: host.append({ … })
  mount(Root, { target, props: { host } })
  await scene.then?.(host)
  document.documentElement.dataset.ready = ''
}
