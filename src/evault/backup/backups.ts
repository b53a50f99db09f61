import type { Grant } from '../access/authorise.ts'
import type { Apart } from '../apart/apart.ts'
import type { Database } from '../db/database.ts'
import { RequestError } from '../errors.ts'
import type { KeyCustody } from '../keys/custody.ts'
import { keyNames } from '../keys/identity.ts'
import { type Log, logFailedWork } from '../log.ts'
import type { Seal } from '../seal/seal.ts'
import { attemptWork, type RunningWork } from './attempt-work.ts'
import { cancelled, orAborted, untilAborted } from './cancelling.ts'
import { removeScratches } from './drill.ts'
import { beginOwnRepository, openOwnRepository } from './own-repository.ts'
import { choosePlace, type PlaceChoice } from './place-choice.ts'
import { openPlace } from './place-settings.ts'
import {
  type BackupBook,
  type BackupPlan,
  type BackupWork,
  openBackupBook,
  withSecret,
} from './plan.ts'
import type { Repository } from './repository.ts'
import type { RepositoryKey } from './repository-key.ts'
import { dueWork } from './schedule.ts'

/** How backups are begun, or taken up. */
export interface BackupsInput extends PlaceChoice {
  /** Begins them where there are none. */
  readonly begin: boolean
  /** Opens them beside the recovery key; only with `begin`. */
  readonly passphrase: string | null
  readonly schedule: BackupPlan['schedule']
  readonly keepsEverything: boolean
}

/** The backups that the vault makes while it runs, one thing at a time. Dispose ends what is running. */
export interface Backups extends AsyncDisposable {
  /** @throws RequestError `NOT_FOUND` for a vault of somebody else on this server */
  view(grant: Grant<'oversee'>): BackupsView
  /**
   * Begins backups, or takes up those that are there; then makes one.
   * @throws RequestError `INVALID_INPUT`, `UNAVAILABLE` while something is running; BackupError, of
   * which `CANCELLED`, and what the keychain throws: nothing is planned then
   */
  start(grant: Grant<'administer'>, input: BackupsInput): Promise<void>
  /** @throws RequestError `NOT_FOUND` where nothing is planned */
  change(
    grant: Grant<'administer'>,
    changes: Partial<Pick<BackupPlan, 'schedule' | 'keepsEverything'>>,
  ): Promise<void>
  /** Forgets the plan and the secret of its place; ends what is running. */
  stop(grant: Grant<'administer'>): Promise<void>
  /** Begins it now. @throws RequestError `NOT_FOUND`, `UNAVAILABLE` while something is running */
  run(grant: Grant<'administer'>, work: BackupWork): void
  /** Ends what is running, and the beginning of backups at a place that does not answer. */
  cancel(grant: Grant<'administer'>): Promise<void>
}

/** What there is of backups. */
export interface BackupsView {
  readonly book: Pick<BackupBook, 'plan' | 'of'>
  readonly running: Pick<RunningWork, 'work' | 'startedAt' | 'progress'> | null
  /** Milliseconds since 1970. */
  readonly now: number
}

export interface BackupsMeans {
  readonly db: Database
  readonly apart: Apart
  readonly custody: KeyCustody
  readonly seal: Seal
  /** Of the owner of this server: what is backed up holds all vaults on it. */
  readonly ename: string
  readonly dataDirectory: string
  /** Of the program. */
  readonly version: string
  readonly now: () => number
  readonly log: Log
  onChange(): void
}

/** The owner's window comes first. */
const firstLookMs = 5_000
const lookEveryMs = 60_000

/** Opens what is planned; from then on works are begun when they are due. */
export async function openBackups(means: BackupsMeans): Promise<Backups> {
  await removeScratches(means.dataDirectory)
  const book = await openBackupBook(means.db)
  return new PlannedBackups(means, book)
}

const works: Readonly<Record<BackupWork, string>> = { backup: 'A backup', drill: 'A trial' }

class PlannedBackups implements Backups {
  #running: RunningWork | null = null
  #ended: Promise<void> = Promise.resolve()
  /** While a plan is being made or forgotten, nothing begins. */
  #isPlanning = false
  /** Ends the look at a new place. */
  #choosing = new AbortController()
  #isClosed = false
  readonly #first: NodeJS.Timeout
  readonly #later: NodeJS.Timeout

  constructor(
    readonly means: BackupsMeans,
    readonly book: BackupBook,
  ) {
    this.#first = setTimeout(() => this.#look(), firstLookMs).unref()
    this.#later = setInterval(() => this.#look(), lookEveryMs).unref()
  }

  view(grant: Grant<'oversee'>): BackupsView {
    this.#requireOwner(grant)
    return { book: this.book, running: this.#running, now: this.means.now() }
  }

  async start(grant: Grant<'administer'>, input: BackupsInput): Promise<void> {
    this.#requireOwner(grant)
    const { place, secret } = choosePlace(input)
    const { passphrase, begin, schedule, keepsEverything } = input
    if (passphrase !== null && !begin) {
      const message = 'A passphrase is chosen when backups are begun.'
      throw new RequestError('INVALID_INPUT', message, 'passphrase')
    }
    this.#refuseBusy()
    this.#isPlanning = true
    this.#choosing = new AbortController()
    const { signal } = this.#choosing
    try {
      const settings = withSecret(place, secret)
      const repository = await orAborted(this.#openRepository(settings, input, signal), signal)
      const hasPassphrase = await repository.hasPassphrase()
      signal.throwIfAborted()
      await this.#keepSecret(secret)
      const since = new Date(this.means.now())
      await this.book.begin({ place, schedule, keepsEverything, hasPassphrase, since })
    } finally {
      this.#isPlanning = false
    }
    this.#begin('backup')
  }

  async change(
    grant: Grant<'administer'>,
    changes: Partial<Pick<BackupPlan, 'schedule' | 'keepsEverything'>>,
  ): Promise<void> {
    this.#requirePlan(grant)
    await this.book.change(changes)
    this.means.onChange()
    this.#look()
  }

  async stop(grant: Grant<'administer'>): Promise<void> {
    this.#requireOwner(grant)
    if (this.#isPlanning) this.#refuseBusy()
    this.#isPlanning = true
    try {
      await this.cancel(grant)
      await this.book.end()
      await this.#keepSecret(null)
    } finally {
      this.#isPlanning = false
    }
    this.means.onChange()
  }

  run(grant: Grant<'administer'>, work: BackupWork): void {
    this.#requirePlan(grant)
    this.#refuseBusy()
    this.#begin(work)
  }

  async cancel(grant: Grant<'administer'>): Promise<void> {
    this.#requireOwner(grant)
    await this.#end()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#first)
    clearInterval(this.#later)
    await this.#end()
  }

  async #end(): Promise<void> {
    this.#choosing.abort(cancelled())
    this.#running?.cancel()
    await this.#ended
  }

  #look(): void {
    if (this.#isClosed || this.#isPlanning || this.#running !== null) return
    const work = dueWork(this.book, this.means.now())
    if (work !== null) this.#begin(work)
  }

  #begin(work: BackupWork): void {
    const { plan } = this.book
    if (plan === null || this.#isClosed) return
    const running = attemptWork(work, plan, this.means)
    this.#running = running
    this.means.onChange()
    this.#ended = this.#follow(running)
  }

  async #follow(running: RunningWork): Promise<void> {
    let isNoted = false
    try {
      const state = await running.outcome(this.book.of(running.work))
      if (!this.#isClosed) await this.book.note(state)
      isNoted = true
    } catch (error) {
      logFailedWork(this.means.log, error)
    }
    this.#running = null
    this.means.onChange()
    // After the first backup comes its trial. What can't be kept is not begun again at once.
    if (isNoted) setImmediate(() => this.#look())
  }

  #openRepository(
    settings: Parameters<typeof openPlace>[0],
    { begin, passphrase }: BackupsInput,
    signal: AbortSignal,
  ): Promise<Repository> {
    const { custody, seal, apart } = this.means
    const place = untilAborted(openPlace(settings), signal)
    if (!begin) return openOwnRepository(place, custody, seal)
    const sealer =
      passphrase === null
        ? null
        : ({ identity }: RepositoryKey) =>
            apart.run('seal-for-passphrase', { identity, passphrase }, { signal })
    return beginOwnRepository(place, custody, seal, sealer)
  }

  #keepSecret(secret: string | null): Promise<void> {
    const { custody, seal } = this.means
    return custody.setBackupSecret(keyNames.backupPlace(seal.evaultId), secret)
  }

  #refuseBusy(): void {
    if (this.#running === null && !this.#isPlanning) return
    const what = this.#isPlanning
      ? 'Another change of the backups'
      : works[this.#running?.work ?? 'backup']
    throw new RequestError('UNAVAILABLE', `${what} is under way. Wait for its end, or cancel it.`)
  }

  #requirePlan(grant: Grant<'administer'>): void {
    this.#requireOwner(grant)
    if (this.book.plan === null) throw new RequestError('NOT_FOUND', 'There are no backups yet.')
  }

  #requireOwner({ ename }: Pick<Grant<'oversee'>, 'ename'>): void {
    if (ename === this.means.ename) return
    const message = 'Backups hold all vaults of this server: its owner makes them.'
    throw new RequestError('NOT_FOUND', message)
  }
}
