import type { BatchFilter } from '../src/backend/bindings/BatchFilter'
import type { BatchView } from '../src/backend/bindings/BatchView'
import type { LogRow } from '../src/backend/bindings/LogRow'
import type { PauseReason } from '../src/backend/bindings/PauseReason'
import type { WaitReason } from '../src/backend/bindings/WaitReason'
import { FakeBackend } from '../src/backend/fake/fake'
import { fakeSamples } from '../src/backend/fake/state'
import { fakeBatch, fakeBatchRow, fakeCounts } from '../src/backend/fake/batch'
import { m } from '../src/format/messages.svelte'
import { beginning, goTo, never, present, press, type Scene, some } from './steps'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const running: Partial<BatchView> = {
  counts: fakeCounts({ total: 412, waiting: 143, sending: 1, added: 261, already: 2, unconfirmed: 3, failed: 2 }),
  per_minute: 120,
  seconds_left: 72,
  requests: 266,
  began: Date.now() - 2 * MINUTE,
}

const ended: Partial<BatchView> = {
  state: { kind: 'ended' },
  counts: fakeCounts({ total: 412, added: 407, already: 2, failed: 3 }),
  can_undo: 407,
  can_retry: 3,
  began: Date.now() - 9 * MINUTE,
  ended: Date.now() - 5 * MINUTE,
}

/** Latest items of every kind. */
function latest(batch: BatchView, filter: BatchFilter, place: number): LogRow {
  const row = fakeBatchRow(batch, filter, place)
  const at = Date.now() - place * place * 700
  const when = { began: at, ended: filter === 'waiting' ? null : at }
  if (filter !== 'latest') return { ...row, ...when }
  const kinds: BatchFilter[] = ['latest', 'latest', 'unconfirmed', 'failed', 'already', 'latest']
  const kind = kinds[place] ?? (place % 40 === 0 ? 'failed' : 'latest')
  const sending = place === 0 && batch.counts.sending > 0
  return {
    ...fakeBatchRow(batch, kind, place),
    ...when,
    ...(sending && { phase: 'sending', outcome: null, ended: null, can_undo: false }),
  }
}

function backend(...batches: Partial<BatchView>[]): FakeBackend {
  const whole = batches.map((one, i) => fakeBatch({ id: i + 1, ...one }))
  const made = new FakeBackend({ batches: whole.filter((one) => one.state.kind !== 'ended') })
  made.history = whole.toReversed()
  made.batchItem = latest
  return made
}

/** Opens the batch through the banner above every screen, or through the history. */
async function shown() {
  await goTo('lists')
  const newest = await present<HTMLButtonElement>('[aria-labelledby=history-title] li button')
  newest.click()
  await present('.card .tiles')
}

function scene(batch: Partial<BatchView>, then?: Scene['then']): Scene {
  return {
    backend: () => backend({ ...running, ...batch }),
    then: async (made) => {
      await shown()
      await then?.(made)
    },
  }
}

function waiting(why: WaitReason, seconds: number): Scene {
  return scene({ wait: { until: Date.now() + seconds * 1000, why } })
}

function paused(why: PauseReason): Scene {
  return scene({ state: { kind: 'paused', why }, per_minute: null, seconds_left: null })
}

const stopped: Partial<BatchView> = {
  state: { kind: 'ended' },
  counts: fakeCounts({ total: 412, added: 261, already: 2, unconfirmed: 3, failed: 2, stopped: 144 }),
  can_undo: 261,
  can_retry: 149,
  ended: Date.now(),
}

const others: Partial<BatchView>[] = [
  {
    ...ended,
    name: 'VIP night',
    began: Date.now() - 50 * HOUR,
    counts: fakeCounts({ total: 31, added: 31 }),
    can_retry: 0,
  },
  { ...ended, name: '', account: 'fansly_luna', account_name: 'Luna Vale', began: Date.now() - 30 * HOUR },
  {
    ...ended,
    action: 'remove',
    name: 'Chargebacks',
    counts: fakeCounts({ total: 6, removed: 5, unconfirmed: 1 }),
    began: Date.now() - 4 * HOUR,
  },
  { ...ended, ...stopped, name: 'مشترو الجمعة السوداء', began: Date.now() - 3 * HOUR },
  {
    ...ended,
    action: 'remove',
    undoes: 4,
    name: 'مشترو الجمعة السوداء',
    counts: fakeCounts({ total: 261, removed: 261 }),
    began: Date.now() - 2 * HOUR,
  },
  {
    ...running,
    state: { kind: 'paused', why: { kind: 'service', cause: 'credits_spent', words: null } },
    name: 'A name that is so long that nobody can have meant it to be read in one go, least of all in a narrow window.xlsx',
    account: 'fansly_noor',
    account_name: 'Noor',
  },
  { ...running },
  { name: 'Followers of Luna', account: 'fansly_luna', account_name: 'Luna Vale', state: { kind: 'queued', ahead: 1 } },
]

const close: Scene['then'] = (made) => {
  made.events?.closing()
  return Promise.resolve()
}

export const batchScenes: Record<string, Scene> = {
  'batch-running': scene({}),
  'batch-begun': scene({ counts: fakeCounts({ total: 412, waiting: 412 }), per_minute: null, seconds_left: null }),
  'batch-large': scene({
    counts: fakeCounts({
      total: 1_000_000,
      waiting: 731_455,
      sending: 40,
      added: 261_000,
      already: 4_500,
      unconfirmed: 3_005,
    }),
    per_minute: 40_000,
    seconds_left: 1_100,
  }),
  'batch-remove': scene({
    action: 'remove',
    name: 'Chargebacks',
    counts: fakeCounts({ total: 60, waiting: 20, removed: 38, failed: 2 }),
  }),
  'batch-looking': scene({
    state: { kind: 'running', step: { kind: 'looking', pages: 3 } },
    counts: fakeCounts({ total: 412, waiting: 412 }),
    seconds_left: null,
    per_minute: null,
  }),
  'batch-checking': scene({
    state: { kind: 'running', step: { kind: 'checking', pages: 4 } },
    counts: fakeCounts({ total: 412, added: 405, already: 2, unconfirmed: 3, failed: 2 }),
    seconds_left: null,
    per_minute: null,
  }),
  'batch-told': waiting('told', 12),
  'batch-plan-full': waiting('plan_full', 31),
  'batch-told-a-day': waiting('told', 86_400),
  'batch-no-connection': waiting('no_connection', 8),
  'batch-trouble': waiting('trouble', 200),
  'batch-pausing': scene({ state: { kind: 'pausing' } }),
  'batch-paused': paused({ kind: 'user' }),
  'batch-interrupted': paused({ kind: 'interrupted' }),
  'batch-key-refused': paused({ kind: 'service', cause: 'key_refused', words: null }),
  'batch-credits-spent': paused({ kind: 'service', cause: 'credits_spent', words: null }),
  'batch-session-expired': paused({ kind: 'service', cause: 'session_expired', words: null }),
  'batch-ledger-full': paused({
    kind: 'ledger',
    code: 'ledger_full',
    path: '/home/mira/.local/share/velvet-rope/ledger.sqlite3',
  }),
  'batch-same-refusal': paused({
    kind: 'refused',
    cause: 'forbidden',
    words: 'Your plan does not include this endpoint',
    times: 5,
  }),
  'batch-blocked': paused({ kind: 'refused', cause: 'access_blocked', words: null, times: 5 }),
  'batch-unproven': paused({ kind: 'unproven', proven: 1, of: 4 }),
  'batch-unknown-replies': scene({ unknown_replies: true }),
  'batch-no-key': paused({ kind: 'no_key' }),
  'batch-queued': {
    backend: () =>
      backend(
        { ...running },
        { name: 'Followers', state: { kind: 'queued', ahead: 1 }, counts: fakeCounts({ total: 88, waiting: 88 }) },
      ),
    then: shown,
  },
  'batch-stop': scene({}, () => press(m.stop(), '.actions')),
  'batch-stopping': scene({ state: { kind: 'stopping' } }),
  'batch-stopped': scene(stopped),
  'batch-ended': scene(ended),
  'batch-course': scene(ended, () => press(m.course_title())),
  'batch-rename': scene(ended, () => press(m.rename_of({ list: beginning('Black Friday buyers') }))),
  'batch-not-added': scene(ended, () => press(m.batch_show_not_added())),
  'batch-undo': scene(ended, () => press(m.batch_undo_add(some))),
  'batch-undo-unread': scene({ ...ended, looked: false }, () => press(m.batch_undo_add(some))),
  'batch-undoing': {
    backend: () =>
      backend(ended, {
        ...running,
        action: 'remove',
        undoes: 1,
        counts: fakeCounts({ total: 407, waiting: 300, removed: 107 }),
      }),
    then: shown,
  },
  'batch-refused': scene(ended, async (made) => {
    made.refuse('retryBatch', 'key_missing')
    await press(m.batch_retry(some))
  }),
  'batch-practice': {
    backend: () => {
      const made = backend({ ...running })
      made.state = { ...made.state, mode: 'practice', key: { kind: 'none' }, samples: fakeSamples }
      return made
    },
    then: shown,
  },
  'batch-banner': { backend: () => backend(running) },
  'batch-banner-needs': {
    backend: () =>
      backend(
        { ...running, state: { kind: 'paused', why: { kind: 'service', cause: 'credits_spent', words: null } } },
        { ...running, name: 'Other' },
      ),
  },
  'batch-history': {
    backend: () => backend(...Array.from({ length: 30 }, () => others[0] ?? {}), ...others),
    then: async () => {
      await goTo('lists')
      const history = await present('[aria-labelledby=history-title]')
      history.scrollIntoView()
    },
  },
  'batch-close': scene({}, close),
  'batch-close-busy': scene({}, async (made) => {
    made.answers.set('answerClose', () => never)
    await close(made)
    await press(m.close_pause())
  }),
}
