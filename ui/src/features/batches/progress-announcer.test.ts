import { expect, it } from 'vitest'
import type { BatchView } from '../../backend/bindings/BatchView'
import { fakeBatch, fakeCounts } from '../../backend/fake/batch'
import { m } from '../../format/messages.svelte'
import { ProgressAnnouncer } from './progress-announcer'

function at(added: number, change: Partial<BatchView> = {}): BatchView {
  return fakeBatch({ counts: fakeCounts({ total: 100, added, waiting: 100 - added }), ...change })
}

it('announces each tenth, but never twice within half a minute', () => {
  const news = new ProgressAnnouncer(at(0), 0)
  expect(news.announcement(at(15), 10_000)).toBeUndefined()
  expect(news.announcement(at(19), 31_000)).toBe(m.progress_done({ done: '19', total: '100' }))
  expect(news.announcement(at(45), 50_000)).toBeUndefined()
  expect(news.announcement(at(46), 62_000)).toBe(m.progress_done({ done: '46', total: '100' }))
  expect(news.announcement(at(49), 200_000)).toBeUndefined()
  expect(news.announcement(at(50), 201_000)).toBe(m.progress_done({ done: '50', total: '100' }))
})

it('announces a new wait once, without its seconds', () => {
  const news = new ProgressAnnouncer(at(0), 0)
  const wait = (until: number) => at(5, { wait: { until, why: 'no_connection' } })
  expect(news.announcement(wait(70_000), 40_000)).toBe(m.progress_wait_no_connection_said())
  expect(news.announcement(wait(170_000), 90_000)).toBeUndefined()
})

it('announces at once when the user has paused, stopped, or resumed', () => {
  const news = new ProgressAnnouncer(at(0), 0)
  expect(news.announcement(at(9, { state: { kind: 'pausing' } }), 100)).toBe(m.batch_pausing())
  expect(news.announcement(at(9, { state: { kind: 'paused', why: { kind: 'user' } } }), 200)).toBe(
    `${m.batch_paused_user()} ${m.progress_done({ done: '9', total: '100' })}`,
  )
  expect(news.announcement(at(9), 300)).toBe(m.batches_running())
  expect(news.announcement(at(9, { state: { kind: 'stopping' } }), 400)).toBe(m.batch_stopping())
})

it('leaves the end to the completion notifier', () => {
  const news = new ProgressAnnouncer(at(90), 0)
  expect(news.announcement(at(100, { state: { kind: 'ended' } }), 60_000)).toBeUndefined()
})
