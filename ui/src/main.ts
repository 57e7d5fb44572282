import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/fills.css'
import './styles/hidden-names.css'
import { mount } from 'svelte'
import { tauri } from './backend/tauri'
import Root from './app/Root.svelte'
import { hideBrowser } from './app/hide-browser'

if (import.meta.env.PROD) hideBrowser(window)
const target = document.getElementById('app')
if (target) mount(Root, { target, props: { backend: tauri } })
