import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import { mount } from 'svelte'
import { tauri } from './host/tauri'
import Root from './Root.svelte'

const target = document.getElementById('app')
if (target) mount(Root, { target, props: { host: tauri } })
