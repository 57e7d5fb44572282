import { expect, it } from 'vitest'
import type { BatchView } from '../host/bindings/BatchView'
import { fakeBatch, fakeCounts } from '../host/fake-batch'
import { BatchNews } from './batch-news'

function at(added: number, change: Partial<BatchView> = {}): BatchView {
  return fakeBatch({ counts: fakeCounts({ total: 100, added, waiting: 100 - added }), ...change })
}

it('tells each tenth, but never twice within half a minute', () => {
  const news = new BatchNews(at(0), 0)
  expect(news.hear(at(15), 10_000)).toBeUndefined()
  expect(news.hear(at(19), 31_000)).toBe('19 of 100 done')
  expect(news.hear(at(45), 50_000)).toBeUndefined()
  expect(news.hear(at(46), 62_000)).toBe('46 of 100 done')
  expect(news.hear(at(49), 200_000)).toBeUndefined()
  expect(news.hear(at(50), 201_000)).toBe('50 of 100 done')
})

it('tells a new wait once, without its seconds', () => {
  const news = new BatchNews(at(0), 0)
  const wait = (until: number) => at(5, { wait: { until, why: 'no_connection' } })
  expect(news.hear(wait(70_000), 40_000)).toBe('No connection. It goes on by itself.')
  expect(news.hear(wait(170_000), 90_000)).toBeUndefined()
})

it('answers at once when the user paused, stopped or went on', () => {
  const news = new BatchNews(at(0), 0)
  expect(news.hear(at(9, { state: { kind: 'pausing' } }), 100)).toContain('Pausing')
  expect(news.hear(at(9, { state: { kind: 'paused', why: { kind: 'user' } } }), 200)).toBe('Paused. 9 of 100 done')
  expect(news.hear(at(9), 300)).toBe('Running')
  expect(news.hear(at(9, { state: { kind: 'stopping' } }), 400)).toContain('Stopping')
})

it('leaves the end to what tells it everywhere', () => {
  const news = new BatchNews(at(90), 0)
  expect(news.hear(at(100, { state: { kind: 'ended' } }), 60_000)).toBeUndefined()
})
