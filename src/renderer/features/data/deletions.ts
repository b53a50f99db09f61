import type { ApolloClient } from '@apollo/client'
import { Subject } from 'rxjs'
import { refusalError } from '../../components/refusal-error.ts'
import type { ChangeStream } from '../../graphql/change-stream.ts'
import { RemoveRecordDocument, RestoreRecordDocument } from '../../graphql/documents.generated.ts'
import type { Row } from './record-rows.ts'

/** Deletes records and takes them back, the latest first. */
export class Deletions {
  readonly #deleted: string[] = []
  readonly #restored = new Subject<string>()
  readonly #client: ApolloClient
  readonly #changes: ChangeStream

  /** Ids of records that were taken back. */
  readonly restored$ = this.#restored.asObservable()

  constructor(client: ApolloClient, changes: ChangeStream) {
    this.#client = client
    this.#changes = changes
  }

  /** Deletes a record; rejects with the cause when the vault refuses. */
  async remove({ id, ontology }: Pick<Row, 'id' | 'ontology'>): Promise<void> {
    const { data } = await this.#client.mutate({
      mutation: RemoveRecordDocument,
      variables: { id },
    })
    const result = data?.removeMetaEnvelope
    if (!result?.success) throw refusalError(result?.errors)
    this.#deleted.push(id)
    this.#changes.announce({ kind: 'DELETED', id, ontology, metaEnvelope: null })
  }

  /** The record deleted last and not yet taken back. */
  latest(): string | undefined {
    return this.#deleted.at(-1)
  }

  /** Takes a record back, as it was; rejects with the cause when the vault refuses. */
  async restore(id: string): Promise<void> {
    const { data } = await this.#client.mutate({
      mutation: RestoreRecordDocument,
      variables: { id },
    })
    const result = data?.restoreMetaEnvelope
    const metaEnvelope = result?.metaEnvelope
    if (!metaEnvelope) throw refusalError(result?.errors)
    const at = this.#deleted.lastIndexOf(id)
    if (at >= 0) this.#deleted.splice(at, 1)
    this.#changes.announce({ kind: 'RESTORED', id, ontology: metaEnvelope.ontology, metaEnvelope })
    this.#restored.next(id)
  }
}
