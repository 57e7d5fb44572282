import type { ThirdParty } from '../bindings/ThirdParty'

export const fakeReport = `Velvet Rope 0.1.0
Report created 2026-11-24T12:48:55Z

system      Debian 12 [64-bit] x86_64
web view    2.50.1
server      apifansly.com
mode        live
keychain    secret_service
keys        saved
accounts    2; sessions: 1 active, 1 expired, 0 not checked
log         version 5, 1228800 bytes
batches     12, 1 open
fans        312: 280 added, 10 removed, 12 already, 6 failed, 2 not confirmed, 2 stopped

Recent errors
  2026-11-24T12:40:02Z  add     session_expired
`

export const fakeLicences: ThirdParty[] = [
  { licence: 'MIT License', parts: ['tauri 2.12.0', 'svelte 5.57.3'], text: 'Permission is hereby granted …' },
  {
    licence: 'Zlib License',
    parts: Array.from({ length: 9 }, (_, n) => `part ${n}.0`),
    text: 'This software is provided …',
  },
]
