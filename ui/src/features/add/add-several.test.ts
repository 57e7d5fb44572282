import { screen } from '@testing-library/svelte'
import { expect, it } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { many } from '../../testing/said'

const [FAN, OTHER] = ['843584256474116096', '227317562784874496']

async function ready() {
  const backend = new FakeBackend()
  const { user } = open(backend)
  const field = await screen.findByRole<HTMLInputElement>('textbox', { name: m.fan_label() })
  return { backend, user, field }
}

it.each([
  ['IDs', `${FAN}\n${OTHER}\n618592888766341120\n`],
  ['names', '@jamie\r\nMira Rose\r\nalex'],
  ['a table', `843584256474116096\tJamie\n227317562784874496\tAlex\n618592888766341120\tZoë`],
])('offers pasted %s as a list, which is checked unchanged', async (_, text) => {
  const { backend, user, field } = await ready()
  await user.click(field)
  await user.paste(text)
  expect(field).not.toHaveValue('')
  const add = await screen.findByRole('button', { name: m.fan_add_list(many(3)) })
  expect(document.getElementById('fan-hint')).toHaveTextContent(m.fan_hint_list())
  await expectAccessible()
  await user.click(add)
  expect(await screen.findByRole('button', { name: m.nav_lists() })).toHaveAttribute('aria-current', 'page')
  expect(calls(backend, 'pasteList')).toEqual([[text.trim()]])
  expect(calls(backend, 'addVip')).toEqual([])
  expect(calls(backend, 'lookUp')).toEqual([])
})

it('offers several in one line as a list, with Enter', async () => {
  const { backend, user, field } = await ready()
  await user.type(field, `${FAN}, ${OTHER}`)
  await screen.findByRole('button', { name: m.fan_add_list(many(2)) })
  await user.keyboard('{Enter}')
  await screen.findByRole('heading', { name: m.list_pasted() })
  expect(calls(backend, 'pasteList')).toEqual([[`${FAN}, ${OTHER}`]])
  expect(calls(backend, 'addVip')).toEqual([])
})

it('takes what is in the field once the paste was changed', async () => {
  const { backend, user, field } = await ready()
  await user.click(field)
  await user.paste(`${FAN}\n${OTHER}`)
  await screen.findByRole('button', { name: m.fan_add_list(many(2)) })
  await user.clear(field)
  await user.type(field, FAN)
  await user.click(await screen.findByRole('button', { name: m.fan_add_to({ account: 'Mira Rose' }) }))
  expect(calls(backend, 'addVip')).toEqual([['fansly_mira', FAN]])
})

it('keeps the text around a paste, and shows only the beginning of a long one', async () => {
  const { backend, user, field } = await ready()
  await user.type(field, `${FAN} `)
  const long = Array.from({ length: 200 }, (_, i) => `${400_000_000_000 + i}`).join('\n')
  await user.paste(long)
  expect(field.value.length).toBeLessThan(1000)
  await user.click(await screen.findByRole('button', { name: m.fan_add_list(many(200)) }))
  expect(calls(backend, 'pasteList')).toEqual([[`${FAN} ${long}`]])
})
