// Shows the whole window on a fake backend in a plain browser: /preview/?scene=NAME&appearance=dark&language=es&long
import '../src/styles/tokens.css'
import '../src/styles/base.css'
import '../src/styles/controls.css'
import '../src/styles/fills.css'
import '../src/styles/hidden-names.css'
import * as stage from './stage'

Object.assign(window, { stage })
const asked = new URLSearchParams(location.search)
await stage.show(asked.get('scene') ?? 'log', { ...Object.fromEntries(asked), long: asked.has('long') })
document.documentElement.dataset.ready = ''
