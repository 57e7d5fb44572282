import { screen, waitFor, within } from '@testing-library/svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { fakePerson } from '../../backend/fake/people'
import { fakeRow } from '../../backend/fake/state'
import { plain } from '../../format/isolated'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { backend as peopleBackend, shown, vips } from '../../testing/people-screen'

const FAN = '843584256474116096'
const rows = [
  fakeRow({ item: 2, fan: FAN, label: 'Jamie K.', note: 'Friday', can_undo: true }),
  fakeRow({ item: 1, fan: '618592888766341120', label: 'Zoë', outcome: 'failed', cause: 'no_such_fan' }),
]

let backend: FakeBackend

beforeEach(() => {
  backend = new FakeBackend({}, rows)
  backend.putPeople({ kind: 'vips' }, [fakePerson({ fan: '5', username: 'lou', name: 'Lou' })], 'fansly_luna')
})

async function ready() {
  const { user } = open(backend)
  const field = await screen.findByRole('textbox', { name: m.fan_label() })
  await screen.findByText('Jamie K.')
  return { user, field }
}

const palette = () => screen.findByRole('combobox', { name: m.command_palette() })
const options = () => screen.getAllByRole('option').map((one) => plain(one.textContent.trim()))

const toast = () => document.querySelector('.toast p')?.textContent

describe('the palette', () => {
  it('opens, lists the commands with their shortcuts, and gives the focus back', async () => {
    const { user, field } = await ready()
    await user.keyboard('{Control>}k{/Control}')
    const search = await palette()
    await waitFor(() => {
      expect(search).toHaveFocus()
    })
    const first = screen.getAllByRole('option')[0]!
    expect(first).toHaveTextContent(m.command_new_fan())
    expect(first).toHaveTextContent(`${m.keyboard_ctrl()}N`)
    expect(first).toHaveAttribute('aria-selected', 'true')
    await expectAccessible()
    await user.keyboard('{Escape}')
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull()
    })
    expect(field).toHaveFocus()
  })

  it('finds a fan by name and shows the history', async () => {
    const { user } = await ready()
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await palette(), 'jamie')
    await waitFor(() => {
      expect(options()[0]).toMatch(/^Jamie K\./)
    })
    expect(calls(backend, 'findFans')).toEqual([['jamie']])
    await expectAccessible()
    await user.keyboard('{Enter}')
    await screen.findByRole('heading', { name: m.nav_log() })
    await waitFor(() => {
      expect(calls(backend, 'findLog').at(-1)).toMatchObject([{ fan: FAN, account: null }])
    })
  })

  it('goes to the VIP list of another account only by choosing that account, and says so', async () => {
    const { user } = await ready()
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await palette(), 'lou')
    await waitFor(() => {
      expect(options()[0]).toContain(m.palette_fan_switches({ account: 'Luna Vale' }))
    })
    await user.keyboard('{Enter}')
    await screen.findByRole('heading', { name: m.nav_vips() })
    expect(calls(backend, 'chooseAccount')).toEqual([['fansly_luna']])
    await waitFor(() => {
      expect(calls(backend, 'findPeople').at(-1)).toMatchObject([{ account: 'fansly_luna', text: '5' }])
    })
  })

  it('puts a text that nobody is called into the form', async () => {
    const { user, field } = await ready()
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await palette(), 'new_fan_7')
    await screen.findAllByText(m.palette_nothing({ text: 'new_fan_7' }))
    await user.keyboard('{Enter}')
    await waitFor(() => {
      expect(field).toHaveValue('new_fan_7')
    })
    expect(field).toHaveFocus()
    expect(calls(backend, 'addVip')).toEqual([])
  })

  it('says why fans could not be found', async () => {
    const { user } = await ready()
    backend.refuse('findFans', 'internal')
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await palette(), 'jamie')
    await waitFor(() => {
      expect(screen.getByRole('dialog').querySelector('.problem')).not.toBeNull()
    })
  })

  it('opens by the button that tells of its shortcut', async () => {
    const { user } = await ready()
    const button = screen.getByRole('button', { name: m.nav_find() })
    expect(button).toHaveTextContent(`${m.keyboard_ctrl()}+K`)
    await user.click(button)
    await palette()
    await user.keyboard('{Escape}')
    await waitFor(() => {
      expect(button).toHaveFocus()
    })
  })

  it('closes with the keys that opened it', async () => {
    const { user } = await ready()
    await user.keyboard('{Control>}k{/Control}')
    await palette()
    await user.keyboard('{Control>}k{/Control}')
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull()
    })
  })
})

describe('shortcuts', () => {
  it('go to each screen', async () => {
    const { user } = await ready()
    const titles = [m.list_title(), m.nav_vips(), m.nav_log(), m.settings_title(), m.add_title()]
    for (const [i, title] of titles.entries()) {
      await user.keyboard(`{Control>}[Digit${((i + 1) % 5) + 1}]{/Control}`)
      await screen.findByRole('heading', { name: title, level: 1 })
    }
  })

  it('begin an add and open a list', async () => {
    const { user, field } = await ready()
    await user.keyboard('{Control>},{/Control}')
    await screen.findByRole('heading', { name: m.settings_title() })
    await user.keyboard('{Control>}n{/Control}')
    await waitFor(() => {
      expect(screen.getByRole('textbox', { name: m.fan_label() })).toHaveFocus()
    })
    expect(field).not.toBeInTheDocument()
    await user.keyboard('{Control>}o{/Control}')
    await waitFor(() => {
      expect(calls(backend, 'openList')).toHaveLength(1)
    })
  })

  it('are all on the sheet', async () => {
    const { user, field } = await ready()
    field.blur()
    await user.keyboard('?')
    const sheet = await screen.findByRole('dialog', { name: m.command_shortcuts() })
    expect(within(sheet).getByText(m.command_undo())).toBeVisible()
    expect(within(sheet).getByText(m.shortcut_menu())).toBeVisible()
    await expectAccessible()
  })

  it('do nothing while a question is open', async () => {
    const { user } = await ready()
    backend.events?.closing()
    await screen.findByRole('alertdialog')
    await user.keyboard('{Control>}k{/Control}{Control>}[Digit4]{/Control}')
    backend.events?.command('go_log')
    await Promise.resolve()
    expect(screen.queryByRole('combobox')).toBeNull()
    expect(screen.getByRole('alertdialog')).toBeInTheDocument()
    expect(calls(backend, 'findLog')).toEqual([])
  })

  it('have their twins in the system’s menu', async () => {
    await ready()
    await waitFor(() => {
      backend.events?.command('go_log')
      expect(screen.getByRole('heading', { name: m.nav_log(), level: 1 })).toBeInTheDocument()
    })
  })
})

describe('undo', () => {
  it('undoes the last add and says so, but not while typing', async () => {
    const { user, field } = await ready()
    await user.type(field, '662918273645546372{Enter}')
    await waitFor(() => {
      expect(calls(backend, 'addVip')).toHaveLength(1)
    })
    await screen.findAllByText(m.outcome_added())
    await user.keyboard('{Control>}z{/Control}')
    expect(calls(backend, 'undo')).toEqual([])
    field.blur()
    await user.keyboard('{Control>}z{/Control}')
    await waitFor(() => {
      expect(calls(backend, 'undo')).toEqual([[3]])
    })
    const what = m.change_added({ fan: '662\u202f918\u202f273\u202f645\u202f546\u202f372', account: 'Mira Rose' })
    await waitFor(() => {
      expect(toast()).toBe(m.undone_what({ what }))
    })
    // Nothing else was changed since the window opened.
    await user.keyboard('{Control>}z{/Control}')
    expect(calls(backend, 'undo')).toHaveLength(1)
  })

  it('says why it failed, and can be tried again', async () => {
    const { user, field } = await ready()
    await user.type(field, '662918273645546372{Enter}')
    await waitFor(() => {
      expect(calls(backend, 'addVip')).toHaveLength(1)
    })
    await screen.findAllByText(m.outcome_added())
    backend.refuse('undo', 'no_connection')
    field.blur()
    await user.keyboard('{Control>}z{/Control}')
    await waitFor(() => {
      expect(document.querySelector('.toast .bad')).not.toBeNull()
    })
    backend.answers.delete('undo')
    await user.keyboard('{Control>}z{/Control}')
    await waitFor(() => {
      expect(document.querySelector('.toast .ok')).not.toBeNull()
    })
  })
})

describe('the menu of a row', () => {
  it('opens by key, copies the ID, and gives the focus back', async () => {
    const { user } = await ready()
    await user.keyboard('{Control>}[Digit4]{/Control}')
    const grid = await screen.findByRole('grid', { name: m.nav_log() })
    const row = await waitFor(() => {
      const found = grid.querySelector<HTMLElement>('[data-item="2"]')
      expect(found).not.toBeNull()
      return found!
    })
    row.focus()
    await user.keyboard('{Shift>}{F10}{/Shift}')
    // Without a layout, the menu is never positioned and so counts as hidden.
    const items = await screen.findAllByRole('menuitem', { hidden: true })
    expect(items.map((one) => one.textContent.trim())).toEqual([
      m.shortcut_details(),
      m.note_edit_command(),
      m.copy_id(),
      m.log_show_fan(),
      m.undo(),
    ])
    items[2]!.focus()
    await user.keyboard('{Enter}')
    await waitFor(() => {
      expect(calls(backend, 'copyFan')).toEqual([[FAN]])
    })
    await waitFor(() => {
      expect(row).toHaveFocus()
      expect(toast()).toBe(m.copied({ count: 1, shown: '1' }))
    })
    await expectAccessible()
  })
})

describe('the menu of a person', () => {
  async function menu() {
    const on = [fakePerson({ fan: '5', username: 'lou', name: 'Lou' })]
    backend = peopleBackend(vips, on)
    const { user, row } = await shown(backend)
    row(0).focus()
    await user.keyboard('{Shift>}{F10}{/Shift}')
    await screen.findAllByRole('menuitem', { hidden: true })
    return user
  }

  it('copies the username', async () => {
    const user = await menu()
    screen.getByRole('menuitem', { name: m.copy_username(), hidden: true }).focus()
    await user.keyboard('{Enter}')
    await waitFor(() => {
      expect(calls(backend, 'copyUsername')).toEqual([['lou']])
    })
    await waitFor(() => {
      expect(toast()).toBe(m.about_report_copied())
    })
  })

  it('opens the details with the field of the note', async () => {
    const user = await menu()
    screen.getByRole('menuitem', { name: m.note_add(), hidden: true }).focus()
    await user.keyboard('{Enter}')
    const field = await screen.findByRole('textbox', { name: m.note() })
    await waitFor(() => {
      expect(field).toHaveFocus()
    })
    await user.keyboard('Met at the fair{Enter}')
    await waitFor(() => {
      expect(calls(backend, 'setNote')).toEqual([['5', 'Met at the fair']])
    })
  })
})

describe('several accounts', () => {
  it('names the account on the button, and switches by shortcut', async () => {
    const { user } = await ready()
    expect(screen.getByRole('button', { name: m.fan_add_to({ account: 'Mira Rose' }) })).toBeVisible()
    await user.keyboard('{Control>}{Shift>}a{/Shift}{/Control}')
    await screen.findByRole('combobox', { name: m.command_switch_account() })
    await waitFor(() => {
      const chosen = screen.getByRole('option', { selected: true })
      expect(plain(chosen.textContent)).toContain('Luna Vale')
    })
    await expectAccessible()
    await user.keyboard('{Enter}')
    await screen.findByRole('button', { name: m.fan_add_to({ account: 'Luna Vale' }) })
    expect(toast()).toBe(m.account_switched({ name: 'Luna Vale' }))
    expect(document.querySelector<HTMLElement>('.edge')!.style.background).toBe('var(--badge-4)')
  })

  it.each(['Digit4', 'Digit5'])('says on every screen which one is chosen (%s)', async (key) => {
    const { user } = await ready()
    await user.keyboard(`{Control>}[${key}]{/Control}`)
    const name = `${m.account_prefix()} Mira Rose`
    await waitFor(() => {
      expect(screen.getByRole('button', { name })).toBeVisible()
    })
    await screen.findByRole('heading', { level: 1, name: key === 'Digit4' ? m.nav_log() : m.settings_title() })
  })
})
