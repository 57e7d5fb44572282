import type { Action } from '../../backend/bindings/Action'
import type { AppState } from '../../backend/bindings/AppState'
import type { BatchView } from '../../backend/bindings/BatchView'
import type { DroppedFiles } from '../../backend/bindings/DroppedFiles'
import type { Failure } from '../../backend/bindings/Failure'
import type { ListProgress } from '../../backend/bindings/ListProgress'
import type { ListView } from '../../backend/bindings/ListView'
import type { StartList } from '../../backend/bindings/StartList'
import { failureOf, type Backend } from '../../backend/backend'
import type { App } from '../../app/app.svelte'
import { holdFocus } from '../../components/focus'

/** What is being done about the list, one at a time. */
export type Doing = 'opening' | 'reading' | 'checking' | 'looking' | 'starting'

/** The list that is being prepared: read, checked, not yet started. Its rows stay with the app. */
export class Lists {
  /** The list that is open. */
  list = $state.raw<ListView>()
  /** How far the reading of a file has come, while one is read. */
  progress = $state.raw<ListProgress>()
  doing = $state.raw<Doing>()
  /** Why the last thing that was asked for was not done. */
  refused = $state.raw<Failure>()
  /** Rises whenever a file that was dropped is read, or could not be: the window goes to the screen of lists. */
  dropped = $state(0)
  /** The files that were dropped together, while what came of it is on screen: only one of them was taken. */
  several = $state.raw<DroppedFiles>()

  /** Rises with every list that is not a change of the one before. */
  opened = $state(0)

  readonly #app: App
  /** A file is over the window. */
  #dragging = $state(false)
  /** A file was over the window, so a reading that nobody asked for is that file's. */
  #mayBeDropped = false
  /** The newest revision that was closed, started, or belongs to the list that is open. */
  #newest = -1
  /** Which question the answer is awaited to. */
  #asked = 0

  constructor(app: App) {
    this.#app = app
  }

  get dragging(): boolean {
    return this.#dragging
  }

  heardDragging(over: boolean): void {
    this.#dragging = over
    if (over) this.#mayBeDropped = true
  }

  open(): Promise<void> {
    return this.#ask('opening', (backend) => backend.openList(), true)
  }

  paste(text: string): Promise<void> {
    return this.#ask('reading', (backend) => backend.pasteList(text), true)
  }

  check(account: string, action: Action): Promise<void> {
    return this.#ask('checking', (backend) => backend.checkList(account, action))
  }

  chooseColumns(ids: number, labels: number | null): Promise<void> {
    return this.#ask('reading', (backend) => backend.chooseColumns(ids, labels))
  }

  chooseSheet(sheet: string): Promise<void> {
    return this.#ask('reading', (backend) => backend.chooseSheet(sheet))
  }

  /** Looks up the names of the list. */
  lookUp(): Promise<void> {
    const revision = this.list?.revision ?? -1
    return this.#ask('looking', (backend) => backend.lookUpNames(revision))
  }

  /** Ends the look-up; its answer tells who was found. */
  async stop(): Promise<void> {
    try {
      await this.#app.backend.stopLookUp()
    } catch (thrown) {
      this.refused = failureOf(thrown)
    }
  }

  /** Starts it, and shows its batch. */
  async start(start: StartList): Promise<BatchView | undefined> {
    if (this.doing !== undefined) return undefined
    const keepFocus = holdFocus()
    const asked = this.#begin('starting')
    try {
      const batch = await this.#app.backend.startList(start)
      if (asked !== this.#asked) return undefined
      this.list = undefined
      this.several = undefined
      this.#app.batches.show(batch)
      return batch
    } catch (thrown) {
      if (asked === this.#asked) this.refused = failureOf(thrown)
      return undefined
    } finally {
      if (asked === this.#asked) this.#settled()
      void keepFocus()
    }
  }

  /** Ends the reading, or forgets the list. What is answered to an earlier question is not heard any more. */
  async close(): Promise<void> {
    this.#asked += 1
    this.#settled()
    this.refused = undefined
    this.several = undefined
    const asked = this.#asked
    const refused = await this.#app.run((backend) => backend.closeList())
    if (asked === this.#asked) this.refused = refused
  }

  /** A list from an event or an answer; an older one changes nothing. */
  take(list: ListView): void {
    if (list.revision <= this.#newest) return
    this.#newest = list.revision
    this.list = list
  }

  /** A snapshot. Only one that was asked for tells that there is no list: another may be older than the list. */
  heard(state: AppState, asked: boolean): void {
    if (state.list) this.take(state.list)
    else if (asked && this.doing === undefined) this.list = undefined
  }

  /** Files were dropped, and one of them is read now. */
  heardDropped(files: DroppedFiles): void {
    this.several = files.count > 1 ? files : undefined
  }

  /** A file was dropped and read. */
  heardList(list: ListView): void {
    this.#asked += 1
    this.#settled()
    this.refused = undefined
    this.#app.batches.shown = undefined
    this.take(list)
    this.opened += 1
    this.dropped += 1
  }

  /** A file was dropped and could not be read. */
  heardRefused(failure: Failure): void {
    this.#asked += 1
    this.#settled()
    this.#app.batches.shown = undefined
    this.refused = failure.code === 'list_outdated' ? undefined : failure
    this.dropped += 1
  }

  heardProgress(progress: ListProgress): void {
    if (this.doing === undefined) {
      // The last word of a reading that was ended.
      if (!this.#mayBeDropped) return
      this.#begin('reading')
      this.#app.batches.shown = undefined
      this.dropped += 1
    }
    if (this.doing !== 'starting' && this.doing !== 'looking') this.doing = 'reading'
    this.progress = progress
  }

  /** Another log was opened, and with it everything else. */
  clear(): void {
    this.#asked += 1
    this.#newest = -1
    this.#settled()
    this.list = undefined
    this.refused = undefined
    this.several = undefined
  }

  async #ask(doing: Doing, command: (backend: Backend) => Promise<ListView | null>, another = false): Promise<void> {
    if (this.doing !== undefined) return
    const keepFocus = holdFocus()
    const asked = this.#begin(doing)
    if (another) this.several = undefined
    try {
      const list = await command(this.#app.backend)
      if (asked !== this.#asked || !list) return
      this.take(list)
      if (another) this.opened += 1
    } catch (thrown) {
      const failure = failureOf(thrown)
      // Another list took this one's place: there is nothing to say.
      if (asked === this.#asked && failure.code !== 'list_outdated') this.refused = failure
    } finally {
      if (asked === this.#asked) this.#settled()
      void keepFocus()
    }
  }

  #begin(doing: Doing): number {
    this.#mayBeDropped = false
    this.doing = doing
    this.progress = undefined
    this.refused = undefined
    return (this.#asked += 1)
  }

  #settled(): void {
    this.#mayBeDropped = false
    this.doing = undefined
    this.progress = undefined
  }
}
