import { randomBytes } from 'node:crypto'
import { prepareMetaEnvelope } from '../../../src/evault/envelopes/prepare.ts'
import type { MemoryDisk } from './memory-disk.ts'
import type { Random } from './random.ts'
import type { VaultOnDisk } from './vault-on-disk.ts'

/** One change of one record: when it was asked for and acknowledged, in events of the disk. */
export interface Act {
  readonly id: string
  /** The text that the record has after it; null where it was removed. */
  readonly text: string | null
  readonly begun: number
  acknowledged: number | null
}

const types = ['a', 'b', 'c']

/** Uses a vault as people do, many things at a time, and notes what it was told. */
export class Workload {
  readonly acts: Act[] = []
  /** What the records hold that are at rest. */
  readonly #texts = new Map<string, string>()
  #lastId = 0

  constructor(
    private readonly vault: VaultOnDisk,
    private readonly disk: MemoryDisk,
    private readonly random: Random,
    private readonly prefix = 'record',
  ) {}

  async run(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      const together = Array.from({ length: 1 + this.random.below(6) }, () => this.#act())
      if (this.random.chance(0.15)) together.push(this.#checkpoint())
      await Promise.all(together)
      if (this.random.chance(0.05)) await this.vault.client.query('SELECT pg_switch_wal()')
      if (this.random.chance(0.1)) await this.create(20 + this.random.below(60))
      // Who waits longer than the disk needs finds it at rest.
      if (this.random.chance(0.2)) await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  /** In the midst of writing: in the vault's own way, or as Postgres makes one by itself. */
  async #checkpoint(): Promise<void> {
    if (this.random.chance(0.7)) await this.vault.client.checkpoint()
    else await this.vault.client.query('CHECKPOINT')
  }

  /** Creates records in one transaction. */
  async create(count: number): Promise<void> {
    const begun = this.disk.events.length
    const made = Array.from({ length: count }, () => {
      this.#lastId += 1
      const id = `${this.prefix}-${this.#lastId}`
      return { id, text: this.#text(), begun, acknowledged: null as number | null }
    })
    this.acts.push(...made)
    const grant = this.vault.grant('create')
    const items = made.map(({ id, text }) => {
      const prepared = this.#prepared(text)
      return { grant, prepared, id, announce: true }
    })
    await this.vault.transact(({ envelopes }) => envelopes.create(items))
    for (const act of made) this.#done(act)
  }

  async #act(): Promise<void> {
    const id = this.#texts.size > 0 ? this.random.pick([...this.#texts.keys()]) : null
    if (id === null || this.random.chance(0.5)) return this.create(1)
    this.#texts.delete(id)
    const text = this.random.chance(0.7) ? this.#text() : null
    const act: Act = { id, text, begun: this.disk.events.length, acknowledged: null }
    this.acts.push(act)
    await this.vault.transact(async ({ envelopes }) => {
      if (text === null) await envelopes.remove(this.vault.grant('remove'), id)
      else await envelopes.update(this.vault.grant('update'), id, this.#prepared(text))
    })
    this.#done(act)
  }

  #done(act: Act): void {
    act.acknowledged = this.disk.events.length
    if (act.text !== null) this.#texts.set(act.id, act.text)
  }

  #prepared(text: string) {
    const ontology = this.random.pick(types)
    return prepareMetaEnvelope({ ontology, payload: { text }, acl: ['*'] })
  }

  /** Mostly a few words, at times so much that Postgres keeps it elsewhere. */
  #text(): string {
    const bytes = this.random.chance(0.1) ? this.random.below(60_000) : this.random.below(300)
    return randomBytes(bytes).toString('base64')
  }
}
