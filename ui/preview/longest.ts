// Wraps a backend so that every name, number, and sentence in its answers and events is as long as plausible.
import type { BackendEvents, Backend } from '../src/backend/backend'

/** Without spaces, as long names often are. */
export const FILLER = '-Wolfeschlegelsteinhausenbergerdorff-Konstantinopolitanskaya-Papadiamantopoulou-Fernandez'

/** The length of texts, by the name of their property. */
const lengths: Record<string, number> = {
  account_name: 40,
  listed_name: 40,
  nickname: 40,
  name: 44,
  username: 44,
  label: 44,
  accounts: 40,
  without_key: 40,
  tier: 40,
  tiers: 40,
  batch_name: 120,
  file: 80,
  sheet: 31,
  sheets: 31,
  found: 80,
  path: 140,
  note: 500,
  words: 200,
  parts: 60,
  licence: 60,
}

/** Fan IDs, which stay digits. */
const DIGITS = 20
const ids = new Set(['fan', 'examples'])

/** The values of numbers other than 0, by the name of their property. */
const numbers: Record<string, number> = {
  credits: 10_000_000,
  requests: 10_000_000,
  seconds: 5_000_000,
  seconds_left: 5_000_000,
  undo_seconds: 5_000_000,
  retry_seconds: 5_000_000,
  per_minute: 100_000,
}
const counted = [
  ...['waiting', 'sending', 'added', 'removed', 'already', 'failed', 'unconfirmed', 'stopped'],
  ...[
    'can_undo',
    'can_retry',
    'unconfirmed_before',
    'count',
    'chosen',
    'ready',
    'hints',
    'rows',
    'row',
    'first',
    'ids',
    'left',
    'rank',
  ],
  ...['people', 'not_vip', 'came_outside', 'left_outside', 'missed', 'nameless', 'pages', 'of', 'proven', 'ahead'],
]
const MILLION = 1_000_000

function longText(name: string, text: string): string {
  if (ids.has(name) && /^\d+$/.test(text)) return text.padEnd(DIGITS, '8')
  const length = lengths[name] ?? 0
  return text === '' ? text : text + FILLER.repeat(6).slice(0, Math.max(0, length - text.length))
}

function longNumber(name: string, number: number): number {
  if (number === 0) return 0
  return Math.max(number, numbers[name] ?? (counted.includes(name) ? MILLION : 0))
}

/** The same value, made long. `name` is the name of its property. */
export function long<T>(value: T, name = ''): T {
  const longer = (): unknown => {
    if (typeof value === 'string') return longText(name, value)
    if (typeof value === 'number') return longNumber(name, value)
    if (Array.isArray(value)) return value.map((one: unknown) => long(one, name))
    if (typeof value !== 'object' || value === null) return value
    const all = Object.fromEntries(
      Object.entries(value).map(([key, one]: [string, unknown]) => [key, long(one, named(value, key))]),
    )
    // The log has this many results, of which only some are loaded.
    if ('revision' in all && 'all' in all && all.total !== 0) Object.assign(all, { total: MILLION, all: MILLION })
    if ('waiting' in all)
      all.total = counted.reduce((sum, key) => sum + (typeof all[key] === 'number' ? all[key] : 0), 0)
    return all
  }
  return longer() as T
}

/** The names of lists and files have other lengths than those of people. */
function named(whole: object, key: string): string {
  return key === 'name' && ('counts' in whole || 'groups' in whole) ? 'batch_name' : key
}

/** The same backend with long answers and events. */
export function longest(backend: Backend): Backend {
  const lengthened = (events: BackendEvents) =>
    Object.fromEntries(
      Object.entries(events).map(([kind, handle]) => [
        kind,
        (of: never) => {
          ;(handle as (of: never) => void)(long(of))
        },
      ]),
    ) as BackendEvents
  return new Proxy(backend, {
    get(target, name) {
      const command: unknown = Reflect.get(target, name)
      if (typeof command !== 'function') return command
      return (...args: unknown[]) => {
        const given = name === 'appState' ? [lengthened(args[0] as BackendEvents)] : args
        const answer = (command as (...args: unknown[]) => Promise<unknown>)(...given)
        return answer.then(
          (value) => long(value),
          (failure: unknown) => Promise.reject(long(failure)),
        )
      }
    },
  })
}
