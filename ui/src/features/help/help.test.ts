import { readFileSync } from 'node:fs'
import { render, screen, within } from '@testing-library/svelte'
import { expect, it } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { m } from '../../format/messages.svelte'
import * as es from '../../paraglide/messages/es.js'
import { calls, expectAccessible, open } from '../../testing/open'
import Changelog from './Changelog.svelte'
import { changelog } from './changelog'

async function help(backend = new FakeBackend()) {
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: m.nav_help() }))
  await screen.findByRole('heading', { level: 1, name: m.help_title() })
  return { backend, user }
}

it('says how the app works and where the files are, and leads there', async () => {
  const { backend, user } = await help()
  expect(within(screen.getByRole('region', { name: m.help_how() })).getAllByRole('listitem')).toHaveLength(5)
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: m.help_files_show() }))
  expect(calls(backend, 'showLogFile')).toHaveLength(1)
  await user.click(screen.getByRole('button', { name: m.help_open_log() }))
  expect(await screen.findByRole('heading', { level: 1, name: m.nav_log() })).toBeVisible()
})

it('shows all shortcuts', async () => {
  const { user } = await help()
  await user.click(screen.getByRole('button', { name: m.help_shortcuts_show() }))
  expect(await screen.findByRole('dialog', { name: m.command_shortcuts() })).toBeVisible()
})

it('is reached from the settings', async () => {
  const { user } = open(new FakeBackend())
  await user.click(await screen.findByRole('button', { name: m.nav_settings() }))
  await user.click(screen.getByRole('button', { name: m.about_help() }))
  expect(await screen.findByRole('heading', { level: 1, name: m.help_title() })).toHaveFocus()
})

it('shows every line of the changelog as what is new', async () => {
  const { user } = await help()
  await user.click(screen.getByRole('button', { name: m.about_news() }))
  const news = await screen.findByRole('dialog', { name: m.about_news_title() })
  const shown = async () => (await within(news).findAllByRole('listitem')).map((item) => squeezed(item.textContent))
  const written = readFileSync('../CHANGELOG.md', 'utf8').split(/^\* /m).slice(1)
  const first = (text: string) => squeezed(text.split(/\n(?:\n|#)/)[0] ?? '').replaceAll(/[*`]/g, '')
  expect(await shown()).toEqual(written.map(first))
  expect(within(news).queryByText(m.about_news_english())).toBeNull()
  await expectAccessible()
})

it('says in other languages that the notes are in English', async () => {
  const backend = new FakeBackend()
  backend.state.preferences = { ...backend.state.preferences, language: 'es' }
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: es.nav_help({}) }))
  await user.click(await screen.findByRole('button', { name: es.about_news({}) }))
  expect(await screen.findByText(es.about_news_english({}))).toBeVisible()
})

it('reads headings, lists, paragraphs, and emphasis', () => {
  const text =
    'For writers.\n\n## [1.2.0] - 2026-12-01\n\nA *calm*\nrelease.\n\n### Added\n\n* One `file`\n  more\n- [Two](https://example.com)\n'
  expect(changelog(text)).toEqual([
    { kind: 'version', text: '1.2.0 - 2026-12-01' },
    {
      kind: 'text',
      pieces: [
        { kind: 'text', text: 'A ' },
        { kind: 'strong', text: 'calm' },
        { kind: 'text', text: ' release.' },
      ],
    },
    { kind: 'group', text: 'Added' },
    {
      kind: 'list',
      items: [
        [
          { kind: 'text', text: 'One ' },
          { kind: 'code', text: 'file' },
          { kind: 'text', text: ' more' },
        ],
        [{ kind: 'text', text: 'Two' }],
      ],
    },
  ])
})

it('makes no markup of what the changelog says', () => {
  const hostile = '<img src=x onerror=alert(1)> [a](javascript:alert(1))'
  const source = `## 1 ${hostile}\n\n* ${hostile}\n\n${hostile}\n`
  const { container } = render(Changelog, { source, version: '1.0.0' })
  expect(container.querySelector('img, a')).toBeNull()
  expect(container.querySelector('li')).toHaveTextContent('<img src=x onerror=alert(1)> a')
  expect(readFileSync('src/features/help/Changelog.svelte', 'utf8')).not.toContain('@html')
})

function squeezed(text: string | null): string {
  return (text ?? '').replaceAll(/\s+/g, ' ').trim()
}
