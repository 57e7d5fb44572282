import type { Action } from '../../backend/bindings/Action'
import type { AppState } from '../../backend/bindings/AppState'
import type { DroppedFiles } from '../../backend/bindings/DroppedFiles'
import type { Failure } from '../../backend/bindings/Failure'
import type { ListExtra } from '../../backend/bindings/ListExtra'
import type { ListProgress } from '../../backend/bindings/ListProgress'
import type { ListView } from '../../backend/bindings/ListView'
import type { PeopleSource } from '../../backend/bindings/PeopleSource'
import type { StartList } from '../../backend/bindings/StartList'
import type { App } from '../../app/app.svelte'
import { Command, Query } from '../../app/command.svelte'
import { problemAndAdvice } from '../../format/failure'
import { holdFocus } from '../../components/focus'

/** A task on the list. One runs at a time. */
export type ListTask = 'opening' | 'reading' | 'checking' | 'looking' | 'matching' | 'starting'

/** The list that is being prepared: read and checked, but not started. Its rows stay in the backend. */
export class Lists {
  /** The open list. Undefined if there is none. */
  list = $state.raw<ListView>()
  /** The files of one drop, of which only one was read. Undefined unless several files were dropped. */
  several = $state.raw<DroppedFiles>()

  /** The batch that was started last from a list. That list can be opened for another account. */
  started = $state<number>()

  /** Rises when a list opens, but not when the open one changes. */
  opened = $state(0)

  readonly #app: App
  /** The current task and its request. The request resolves with a function that applies the answer. */
  readonly #query: Query<[ListTask, ask: () => Promise<() => void>], () => void>
  readonly #stopping: Command<[], void>
  readonly #closing: Query<[], unknown>
  /** What the last look-up was for. */
  lookingFor = $state<'names' | 'ids'>('names')
  /** The progress of the current task, or of a dropped file, which has none. */
  #progress = $state.raw<{ run: unknown; progress: ListProgress }>()
  /** Why a dropped file could not be read. */
  #dropFailure = $state.raw<Failure>()
  /** A file is over the window. */
  #dragging = $state(false)
  /** A file was over the window, so progress without a task belongs to a dropped file. */
  #mayBeDropped = false
  #dropListener: (() => void) | undefined
  /** The highest revision that was open, closed, or started. Older ones are ignored. */
  #newestRevision = -1
  /** The revision of what `started` is from. Older snapshots do not change it. */
  #startedRevision = -1

  constructor(app: App) {
    this.#app = app
    this.#query = new Query(app, (_task, ask) => ask())
    this.#stopping = new Command(app, () => app.backend.stopLookUp())
    this.#closing = new Query(app, () => app.change((backend) => backend.closeList()))
  }

  /** Calls `listener` when a dropped file is read or fails. Returns a function that stops that. */
  onDrop(listener: () => void): () => void {
    this.#dropListener = listener
    return () => {
      if (this.#dropListener === listener) this.#dropListener = undefined
    }
  }

  get task(): ListTask | undefined {
    const asked = this.#query.running?.[0]
    return this.progress && asked !== 'starting' && asked !== 'looking' ? 'reading' : asked
  }

  /** The progress of the current task. Undefined while it is unknown. */
  get progress(): ListProgress | undefined {
    return this.#progress?.run === this.#query.running ? this.#progress?.progress : undefined
  }

  /** Why the last task failed. */
  get refused(): Failure | undefined {
    const failure = this.#dropFailure ?? this.#query.failure ?? this.#stopping.failure ?? this.#closing.failure
    // Another list has replaced this one. That matters only if the user wanted to start it.
    const outdated = failure?.code === 'list_outdated' && this.#query.asked?.[0] !== 'starting'
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

  /** Takes IDs that were left in the source. */
  takeExtra(extra: ListExtra): Promise<void> {
    return this.#ask('reading', () => this.#app.backend.takeExtra(extra))
  }

  includeHidden(include: boolean): Promise<void> {
    return this.#ask('reading', () => this.#app.backend.includeHidden(include))
  }

  /** Matches the damaged IDs with the fans whom the app knows. */
  matchFans(): Promise<void> {
    return this.#ask('matching', () => this.#app.backend.matchFans())
  }

  /** Loads a list of people first, to match with more fans. What was loaded counts even if loading stops early. */
  loadAndMatch(account: string, source: PeopleSource): Promise<void> {
    return this.#ask('matching', async () => {
      const { stopped } = await this.#app.backend.refreshPeople(account, source, false)
      const list = await this.#app.backend.matchFans()
      if (stopped) this.#app.announce(problemAndAdvice(stopped))
      return list
    })
  }

  /** Chooses the fan for a damaged ID. Undefined lets it be matched again. */
  chooseMatch(row: number, fan: string | null): Promise<void> {
    return this.#ask('matching', () => this.#app.backend.chooseMatch(row, fan))
  }

  /** Looks up the names or IDs of the list. */
  lookUp(what: 'names' | 'ids'): Promise<void> {
    const revision = this.list?.revision ?? -1
    const { backend } = this.#app
    this.lookingFor = what
    return this.#ask('looking', () => (what === 'names' ? backend.lookUpNames(revision) : backend.lookUpIds(revision)))
  }

  /** Stops the look-up. Its answer says who was found. */
  async stop(): Promise<void> {
    await this.#stopping.run()
  }

  /** Starts the list, and shows its batch. */
  start(start: StartList): Promise<void> {
    return this.#run('starting', async () => {
      const batch = await this.#app.backend.startList(start)
      return () => {
        this.list = undefined
        this.several = undefined
        this.started = batch.id
        this.#startedRevision = batch.revision
        this.#app.batches.show(batch)
        this.#app.changes.record({ kind: 'batch', batch })
      }
    })
  }

  /** Stops reading, or closes the list. Pending answers are dropped. */
  async close(): Promise<void> {
    this.#reset()
    this.several = undefined
    await this.#closing.run()
  }

  /** Applies a list from an event or an answer. A list that is older than the current one is ignored. */
  applyList(list: ListView): void {
    if (list.revision <= this.#newestRevision) return
    this.#newestRevision = list.revision
    this.list = list
  }

  /** Applies a snapshot. It closes the list only if it was requested, because any other may be older than the list. */
  applySnapshot(state: AppState, asked: boolean): void {
    if (state.revision > this.#startedRevision) {
      this.#startedRevision = state.revision
      this.started = state.started_list ?? undefined
    }
    if (state.list) this.applyList(state.list)
    else if (asked && this.task === undefined) this.list = undefined
  }

  /** Called when files were dropped, one of which is now being read. */
  handleDropped(files: DroppedFiles): void {
    this.several = files.count > 1 ? files : undefined
  }

  /** Called when a dropped file was read, or a list was opened for another account. */
  handleList(list: ListView): void {
    this.#reset()
    this.#app.batches.shown = undefined
    this.applyList(list)
    this.opened += 1
    this.#dropListener?.()
  }

  /** Called when a dropped file could not be read. */
  handleRefused(failure: Failure): void {
    this.#reset()
    this.#app.batches.shown = undefined
    this.#dropFailure = failure
    this.#dropListener?.()
  }

  handleProgress(progress: ListProgress): void {
    if (this.task === undefined) {
      // Late progress of a read that was canceled.
      if (!this.#mayBeDropped) return
      this.#reset()
      this.#app.batches.shown = undefined
      this.#dropListener?.()
    }
    this.#progress = { run: this.#query.running, progress }
  }

  /** Called when another log opens. */
  clear(): void {
    this.#reset()
    this.#newestRevision = -1
    this.#startedRevision = -1
    this.list = undefined
    this.several = undefined
    this.started = undefined
  }

  async #ask(task: ListTask, ask: () => Promise<ListView | null>, opens = false): Promise<void> {
    await this.#run(task, async () => {
      if (opens) this.several = undefined
      const list = await ask()
      return () => {
        if (!list) return
        this.applyList(list)
        if (opens) this.opened += 1
      }
    })
  }

  async #run(task: ListTask, ask: () => Promise<() => void>): Promise<void> {
    if (this.task !== undefined) return
    const keepFocus = holdFocus()
    this.#reset()
    const done = await this.#query.run(task, ask)
    done?.result()
    void keepFocus()
  }

  /** Drops pending answers, progress, and failures. */
  #reset(): void {
    this.#query.forget()
    this.#stopping.forget()
    this.#closing.forget()
    this.#progress = undefined
    this.#dropFailure = undefined
    this.#mayBeDropped = false
  }
}
