import type { FanHit } from '../../backend/bindings/FanHit'
import { everybody } from '../../features/people/people-results'
import { everything } from '../../features/log/log-results'
import { problemAndAdvice } from '../../format/failure'
import { fanName } from '../../format/fan'
import { isolated } from '../../format/isolated'
import { locale, m } from '../../format/messages.svelte'
import { failureOf } from '../../backend/backend'
import type { CommandContext, CommandGroup } from './app-command'
import { groupName } from './groups'
import { registry } from './registry'
import { isAvailable } from './run-command'
import type { Shortcut } from './shortcut'

/** Something that the palette offers. */
export interface PaletteItem {
  readonly id: string
  readonly label: string
  /** More about it, in small letters. */
  readonly hint?: string
  readonly account?: { initials: string; colour: number; chosen: boolean }
  readonly fan?: string
  readonly shortcut?: Shortcut | undefined
  readonly run: () => unknown
}

export interface PaletteSection {
  readonly title: string
  readonly items: readonly PaletteItem[]
}

/** The commands that can be done now and whose label has every word of the text, by group. */
export function commandSections(text: string, context: CommandContext): PaletteSection[] {
  const order: CommandGroup[] = ['do', 'go', 'account', 'look', 'help']
  return order.map((group) => ({
    title: groupName(group),
    items: registry
      .filter((one) => one.group === group && !one.unlisted && isAvailable(one, context))
      .map((one) => ({
        id: one.id,
        label: one.label(context),
        shortcut: one.shortcuts?.[0],
        run: () => one.run(context),
      }))
      .filter(({ label }) => has(label, text)),
  }))
}

/** The accounts whose name has every word of the text: first the one after the chosen one, and that one last. */
export function accountItems(text: string, context: CommandContext, which: 'all' | 'others'): PaletteItem[] {
  const { app } = context
  const all = (app.state?.accounts ?? []).map((account) => ({ account, chosen: account.id === app.account?.id }))
  const next = all.findIndex(({ chosen }) => chosen) + 1
  return [...all.slice(next), ...all.slice(0, next)]
    .filter(({ account, chosen }) => (which === 'all' || !chosen) && has(account.name, text))
    .map(({ account, chosen }) => ({
      id: `account ${account.id}`,
      label: which === 'all' ? isolated(account.name) : m.command_account({ name: isolated(account.name) }),
      account: { initials: account.initials, colour: account.colour, chosen },
      ...(account.session === 'expired' && { hint: m.account_expired() }),
      run: () => switchTo(account.id, context),
    }))
}

/** The fans who were found. */
export function fanItems(hits: readonly FanHit[], context: CommandContext): PaletteItem[] {
  const { app } = context
  return hits.map((hit) => {
    const accounts = (app.state?.accounts ?? []).filter(({ id }) => hit.vip_of.includes(id))
    // The history is the same whatever account is chosen. A VIP list is one of an account.
    const there = hit.logged ? undefined : (accounts.find(({ id }) => id === app.account?.id) ?? accounts[0])
    const switches = there !== undefined && there.id !== app.account?.id
    const hints = [
      ...(hit.username !== null && hit.name !== null ? [isolated(`@${hit.username}`)] : []),
      ...(accounts.length > 0
        ? [
            m.palette_fan_vip({
              accounts: new Intl.ListFormat(locale()).format(accounts.map(({ name }) => isolated(name))),
            }),
          ]
        : []),
      ...(hit.logged ? [m.palette_fan_logged()] : []),
      ...(hit.note !== null ? [isolated(hit.note)] : []),
      ...(switches ? [m.palette_fan_switches({ account: isolated(there.name) })] : []),
    ]
    const name = hit.name ?? (hit.username === null ? null : `@${hit.username}`)
    return {
      id: `fan ${hit.fan}`,
      label: name === null ? fanName({ fan: hit.fan, label: null }) : isolated(name),
      hint: hints.join(' · '),
      ...(name !== null && { fan: hit.fan }),
      run: () => (there ? showVip(hit.fan, there.id, context) : showHistory(hit.fan, context)),
    }
  })
}

/** Chooses an account, and says so. */
export async function switchTo(account: string, { app }: CommandContext): Promise<boolean> {
  if (account === app.account?.id) return true
  try {
    await app.choose(account)
  } catch (thrown) {
    app.notify({ text: problemAndAdvice(failureOf(thrown)), tone: 'bad' })
    return false
  }
  if (app.account) app.notify({ text: m.account_switched({ name: isolated(app.account.name) }), tone: 'ok' })
  return true
}

function showHistory(fan: string, { app, navigate }: CommandContext): Promise<void> {
  app.found.ask({ ...everything, fan })
  return navigate('log')
}

async function showVip(fan: string, account: string, context: CommandContext): Promise<void> {
  if (!(await switchTo(account, context))) return
  context.app.people.found.ask({ ...everybody(account, { kind: 'vips' }), text: fan })
  await context.navigate('vips')
}

/** Whether a label has every word of a text. Accents and case are ignored. */
function has(label: string, text: string): boolean {
  const folded = fold(label)
  return fold(text)
    .split(/\s+/)
    .every((word) => folded.includes(word))
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()
}
