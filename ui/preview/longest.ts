// The longest values that are plausible: whatever the app answers or tells, with every name, number and sentence in it
// made long.
import type { BackendEvents, Backend } from '../src/backend/backend'

/** Without a space, as long names often are. */
const FILLER = '-Wolfeschlegelsteinhausenbergerdorff-Konstantinopolitanskaya-Papadiamantopoulou-Fernandez'

/** How long texts become, by the name of what holds them. */
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

/** Fan ids, which stay digits. */
const DIGITS = 20
const ids = new Set(['fan', 'examples'])

/** What numbers become that are not zero, by the name of what holds them. */
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

/** The same with long values. `name` is that of what holds it. */
export function long<T>(value: T, name = ''): T {
  const longer = (): unknown => {
    if (typeof value === 'string') return longText(name, value)
    if (typeof value === 'number') return longNumber(name, value)
    if (Array.isArray(value)) return value.map((one: unknown) => long(one, name))
    if (typeof value !== 'object' || value === null) return value
    const all = Object.fromEntries(
      Object.entries(value).map(([key, one]: [string, unknown]) => [key, long(one, named(value, key))]),
    )
    // So much was found in the log, though only some of it is there.
    if ('revision' in all && 'all' in all && all.total !== 0) Object.assign(all, { total: MILLION, all: MILLION })
    if ('waiting' in all)
      all.total = counted.reduce((sum, key) => sum + (typeof all[key] === 'number' ? all[key] : 0), 0)
    return all
  }
  return longer() as T
}

/** Lists and files are called otherwise than people. */
function named(whole: object, key: string): string {
  return key === 'name' && ('counts' in whole || 'groups' in whole) ? 'batch_name' : key
}

/** The same app, whose every answer and news is long. */
export function longest(backend: Backend): Backend {
  const told = (heard: BackendEvents) =>
    Object.fromEntries(
      Object.entries(heard).map(([kind, hear]) => [
        kind,
        (of: never) => {
          ;(hear as (of: never) => void)(long(of))
        },
      ]),
    ) as BackendEvents
  return new Proxy(backend, {
    get(target, name) {
      const command: unknown = Reflect.get(target, name)
      if (typeof command !== 'function') return command
      return (...args: unknown[]) => {
        const given = name === 'appState' ? [told(args[0] as BackendEvents)] : args
        const answer = (command as (...args: unknown[]) => Promise<unknown>)(...given)
        return answer.then(
          (value) => long(value),
          (failure: unknown) => Promise.reject(long(failure)),
        )
      }
    },
  })
}
