import {
  type messages,
  PGlite,
  protocol,
  type QueryOptions,
  type Results,
  type Transaction,
  TransactionAbortedError,
} from '@electric-sql/pglite'
import { bindMessage } from './bind-message.ts'
import { VaultFilesystem } from './storage/vault-filesystem.ts'

/** More than the vault has; the oldest goes when there are more. */
const mostStatements = 200

const { serialize } = protocol
const begin = serialize.query('BEGIN')
const commit = serialize.query('COMMIT')
const rollback = serialize.query('ROLLBACK')
const execute = serialize.execute()
const sync = serialize.sync()

const isReading = /^\s*(SELECT|WITH|SHOW)\b/i

/** A statement that the engine has parsed and planned. */
interface Statement {
  readonly name: string
  readonly parameterTypes: readonly number[]
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[]
}

/**
 * PGlite that keeps the statements it was given, for one user: drizzle. PGlite itself parses
 * and plans a query each time, in six round trips to the engine; a kept one takes one trip and
 * an eighth of the time.
 */
export class PreparedPGlite extends PGlite {
  /** Asked before each write: after one that found the disk full PGlite never answers again. */
  mayWrite: () => boolean = () => true
  readonly #statements = new Map<string, Statement>()
  #lastNumber = 0
  /** Travels with the next message. */
  #pending: Uint8Array[] = []

  override async query<T>(
    text: string,
    parameters: readonly unknown[] = [],
    options: QueryOptions = {},
  ): Promise<Results<T>> {
    const results = await this.commitQuery<T>(text, parameters, options)
    // Also after reading: nobody is told of a record that a power cut would take away. Where
    // the disk failed, what is left can still be read.
    if (this.#diskFailure === null || !isReading.test(text)) await this.syncToFs()
    return results
  }

  /** Inside, there is only `query`. */
  override async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const result = await this.commitTransaction(work)
    // PGlite's own `transaction` leaves this out.
    await this.syncToFs()
    return result
  }

  /** As `query`, but answers before the disk holds what was written: `syncToFs` waits for it. */
  async commitQuery<T>(
    text: string,
    parameters: readonly unknown[] = [],
    options: QueryOptions = {},
  ): Promise<Results<T>> {
    await this._checkReady()
    if (!isReading.test(text)) this.#refuseBadDisk()
    return this._runExclusiveTransaction(() => this.#run<T>(text, parameters, options))
  }

  /** As `transaction`, but answers once it is committed: `syncToFs` waits for the disk. */
  async commitTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    await this._checkReady()
    this.#refuseBadDisk()
    return this._runExclusiveTransaction(() => this.#transact(work))
  }

  /**
   * Resolves when the disk holds what was committed until now. PGlite's own lets all but one
   * of those that wait go on at once.
   * @throws DiskFailure
   */
  override async syncToFs(): Promise<void> {
    await this.fs?.syncToFs()
  }

  /**
   * Makes a checkpoint: the next start reads the log from there. Others are answered meanwhile.
   * @throws DiskFailure
   */
  async checkpoint(): Promise<void> {
    const command = async () => {
      // A new log file can be made at any time; one that is recycled waits for the checkpoint.
      await this.commitQuery('SET wal_recycle = off')
      await this.commitQuery('CHECKPOINT')
    }
    if (this.fs instanceof VaultFilesystem) await this.fs.checkpoint(command)
    else await command()
  }

  get #diskFailure(): Error | null {
    return this.fs instanceof VaultFilesystem ? this.fs.failure : null
  }

  #refuseBadDisk(): void {
    if (this.#diskFailure !== null) throw this.#diskFailure
    if (!this.mayWrite()) throw Object.assign(new Error('no room to write'), { code: 'ENOSPC' })
  }

  async #transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    let closed = false
    const tx: Pick<Transaction, 'query'> = {
      query: async (text, parameters = [], options = {}) => {
        if (closed) throw new Error('The transaction is over.')
        return this.#run(text, parameters, options)
      },
    }
    this.#pending = [begin]
    try {
      const result = await work(tx as Transaction)
      closed = true
      await this.#commit()
      return result
    } catch (error) {
      closed = true
      await this.#send(rollback)
      throw error
    }
  }

  async #commit(): Promise<void> {
    const answer = await this.#send(commit)
    // After an error that was caught, Postgres takes a commit for a rollback.
    const { text } = lastOf<messages.CommandCompleteMessage>(answer, 'commandComplete')
    if (text === 'ROLLBACK') throw new TransactionAbortedError()
  }

  async #run<T>(
    text: string,
    parameters: readonly unknown[],
    options: QueryOptions,
  ): Promise<Results<T>> {
    const statement = this.#statements.get(text) ?? (await this.#prepare(text))
    const values = parameters.map((value, index) =>
      this.#serialise(value, statement.parameterTypes[index], options),
    )
    const bind = bindMessage(statement.name, values)
    return this.#read<T>(await this.#send(bind, execute, sync), statement, options)
  }

  async #prepare(text: string): Promise<Statement> {
    await this.#forgetOldest()
    this.#lastNumber += 1
    const name = `s${this.#lastNumber}`
    const parse = serialize.parse({ name, text })
    const answer = await this.#send(parse, serialize.describe({ type: 'S', name }), sync)
    const { dataTypeIDs } = lastOf<messages.ParameterDescriptionMessage>(
      answer,
      'parameterDescription',
    )
    const row = find<messages.RowDescriptionMessage>(answer, 'rowDescription')
    const statement = { name, parameterTypes: dataTypeIDs, fields: row?.fields ?? [] }
    this.#statements.set(text, statement)
    return statement
  }

  async #forgetOldest(): Promise<void> {
    if (this.#statements.size < mostStatements) return
    const [oldest] = this.#statements
    if (oldest === undefined) return
    const [text, { name }] = oldest
    this.#statements.delete(text)
    await this.#send(serialize.close({ type: 'S', name }), sync)
  }

  #serialise(value: unknown, type: number | undefined, options: QueryOptions): string | null {
    if (value === null || value === undefined) return null
    const serialise = type && (options.serializers?.[type] ?? this.serializers[type])
    return serialise ? serialise(value) : String(value)
  }

  #read<T>(
    answer: readonly messages.BackendMessage[],
    { fields }: Statement,
    { rowMode, parsers }: QueryOptions,
  ): Results<T> {
    const parse = fields.map(
      ({ dataTypeID }) => parsers?.[dataTypeID] ?? this.parsers[dataTypeID] ?? asIs,
    )
    const rows = answer.filter(isDataRow).map((row) => {
      const values = row.fields.map((text, index) => (text === null ? null : parse[index]?.(text)))
      if (rowMode === 'array') return values
      return Object.fromEntries(values.map((value, index) => [fields[index]?.name, value]))
    })
    const done = find<messages.CommandCompleteMessage>(answer, 'commandComplete')
    return {
      rows: rows as T[],
      fields: [...fields],
      affectedRows: Number(done?.text.split(' ').at(-1)) || 0,
    }
  }

  #send(...parts: readonly Uint8Array[]): Promise<messages.BackendMessage[]> {
    const message = Buffer.concat([...this.#pending, ...parts])
    this.#pending = []
    return this.execProtocolStream(message, { syncToFs: false })
  }
}

function asIs(text: string): string {
  return text
}

function find<M extends messages.BackendMessage>(
  answer: readonly messages.BackendMessage[],
  name: M['name'],
): M | undefined {
  return answer.findLast((message): message is M => message.name === name)
}

function lastOf<M extends messages.BackendMessage>(
  answer: readonly messages.BackendMessage[],
  name: M['name'],
): M {
  const message = find<M>(answer, name)
  if (message === undefined) throw new Error(`the database did not answer with ${name}`)
  return message
}

function isDataRow(message: messages.BackendMessage): message is messages.DataRowMessage {
  return message.name === 'dataRow'
}
