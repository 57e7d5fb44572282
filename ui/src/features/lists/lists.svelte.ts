import type { Action } from '../../backend/bindings/Action'
import type { AppState } from '../../backend/bindings/AppState'
import type { DroppedFiles } from '../../backend/bindings/DroppedFiles'
import type { Failure } from '../../backend/bindings/Failure'
import type { ListProgress } from '../../backend/bindings/ListProgress'
import type { ListView } from '../../backend/bindings/ListView'
import type { StartList } from '../../backend/bindings/StartList'
import type { App } from '../../app/app.svelte'
import { Command, Query } from '../../app/command.svelte'
import { holdFocus } from '../../components/focus'

/** What is being done about the list, one at a time. */
export type Doing = 'opening' | 'reading' | 'checking' | 'looking' | 'starting'

/** The list that is being prepared: read, checked, not yet started. Its rows stay with the app. */
export class Lists {
  /** The list that is open. */
  list = $state.raw<ListView>()
  /** The files that were dropped together, while what came of it is on screen: only one of them was taken. */
  several = $state.raw<DroppedFiles>()

  /** Rises with every list that is not a change of the one before. */
  opened = $state(0)

  readonly #app: App
  /** The newest of all that was asked; `ask` resolves with what to do once it is answered. */
  readonly #asking: Query<[Doing, ask: () => Promise<() => void>], () => void>
  readonly #stopping: Command<[], void>
  readonly #closing: Query<[], unknown>
  /** How far a run has come, or, without one, the reading of a file that was dropped. */
  #progress = $state.raw<{ run: unknown; progress: ListProgress }>()
  /** Why a file that was dropped could not be read. */
  #dropRefused = $state.raw<Failure>()
  /** A file is over the window. */
  #dragging = $state(false)
  /** A file was over the window, so a reading that nobody asked for is that file's. */
  #mayBeDropped = false
  #dropListener: (() => void) | undefined
  /** The newest revision that was closed, started, or belongs to the list that is open. */
  #newest = -1

  constructor(app: App) {
    this.#app = app
    this.#asking = new Query(app, (_doing, ask) => ask())
    this.#stopping = new Command(app, () => app.backend.stopLookUp())
    this.#closing = new Query(app, () => app.change((backend) => backend.closeList()))
  }

  /** `listener` is told when a file that was dropped is read, or could not be. Gives back how to end that. */
  onDrop(listener: () => void): () => void {
    this.#dropListener = listener
    return () => {
      if (this.#dropListener === listener) this.#dropListener = undefined
    }
  }

  get doing(): Doing | undefined {
    const asked = this.#asking.running?.[0]
    return this.progress && asked !== 'starting' && asked !== 'looking' ? 'reading' : asked
  }

  /** How far that has come. */
  get progress(): ListProgress | undefined {
    return this.#progress?.run === this.#asking.running ? this.#progress?.progress : undefined
  }

  /** Why the last thing that was asked for was not done. */
  get refused(): Failure | undefined {
    const failure = this.#dropRefused ?? this.#asking.failure ?? this.#stopping.failure ?? this.#closing.failure
    // Another list took this one's place: there is nothing to say, except to someone who wanted to start it.
    const outdated = failure?.code === 'list_outdated' && this.#asking.asked?.[0] !== 'starting'
    return outdated ? undefined : failure
  }

  get dragging(): boolean {
    return this.#dragging
  }

  handleDragging(over: boolean): void {
    this.#dragging = over
    if (over) this.#mayBeDropped = true
  }

  open(): Promise<void> {
    return this.#ask('opening', () => this.#app.backend.openList(), true)
  }

  paste(text: string): Promise<void> {
    return this.#ask('reading', () => this.#app.backend.pasteList(text), true)
  }

  check(account: string, action: Action): Promise<void> {
    return this.#ask('checking', () => this.#app.backend.checkList(account, action))
  }

  chooseColumns(ids: number, labels: number | null): Promise<void> {
    return this.#ask('reading', () => this.#app.backend.chooseColumns(ids, labels))
  }

  chooseSheet(sheet: string): Promise<void> {
    return this.#ask('reading', () => this.#app.backend.chooseSheet(sheet))
  }

  /** Looks up the names of the list. */
  lookUp(): Promise<void> {
    const revision = this.list?.revision ?? -1
    return this.#ask('looking', () => this.#app.backend.lookUpNames(revision))
  }

  /** Ends the look-up; its answer tells who was found. */
  async stop(): Promise<void> {
    await this.#stopping.run()
  }

  /** Starts it, and shows its batch. */
  start(start: StartList): Promise<void> {
    return this.#run('starting', async () => {
      const batch = await this.#app.backend.startList(start)
      return () => {
        this.list = undefined
        this.several = undefined
        this.#app.batches.show(batch)
      }
    })
  }

  /** Ends the reading, or forgets the list. What is answered to an earlier question is not heard any more. */
  async close(): Promise<void> {
    this.#forget()
    this.several = undefined
    await this.#closing.run()
  }

  /** A list from an event or an answer; an older one changes nothing. */
  applyList(list: ListView): void {
    if (list.revision <= this.#newest) return
    this.#newest = list.revision
    this.list = list
  }

  /** A snapshot. Only one that was asked for tells that there is no list: another may be older than the list. */
  applySnapshot(state: AppState, asked: boolean): void {
    if (state.list) this.applyList(state.list)
    else if (asked && this.doing === undefined) this.list = undefined
  }

  /** Files were dropped, and one of them is read now. */
  handleDropped(files: DroppedFiles): void {
    this.several = files.count > 1 ? files : undefined
  }

  /** A file was dropped and read. */
  handleList(list: ListView): void {
    this.#forget()
    this.#app.batches.shown = undefined
    this.applyList(list)
    this.opened += 1
    this.#dropListener?.()
  }

  /** A file was dropped and could not be read. */
  handleRefused(failure: Failure): void {
    this.#forget()
    this.#app.batches.shown = undefined
    this.#dropRefused = failure
    this.#dropListener?.()
  }

  handleProgress(progress: ListProgress): void {
    if (this.doing === undefined) {
      // The last word of a reading that was ended.
      if (!this.#mayBeDropped) return
      this.#forget()
      this.#app.batches.shown = undefined
      this.#dropListener?.()
    }
    this.#progress = { run: this.#asking.running, progress }
  }

  /** Another log was opened, and with it everything else. */
  clear(): void {
    this.#forget()
    this.#newest = -1
    this.list = undefined
    this.several = undefined
  }

  async #ask(doing: Doing, ask: () => Promise<ListView | null>, another = false): Promise<void> {
    await this.#run(doing, async () => {
      if (another) this.several = undefined
      const list = await ask()
      return () => {
        if (!list) return
        this.applyList(list)
        if (another) this.opened += 1
      }
    })
  }

  async #run(doing: Doing, ask: () => Promise<() => void>): Promise<void> {
    if (this.doing !== undefined) return
    const keepFocus = holdFocus()
    this.#forget()
    const done = await this.#asking.run(doing, ask)
    done?.result()
    void keepFocus()
  }

  /** Drops what is awaited, and what was said of it. */
  #forget(): void {
    this.#asking.forget()
    this.#stopping.forget()
    this.#closing.forget()
    this.#progress = undefined
    this.#dropRefused = undefined
    this.#mayBeDropped = false
  }
}
