/** The Web3 Adapter: what a platform needs to keep its rows and people's vaults the same. */

export {
  type AdapterOptions,
  type AdapterStatus,
  openAdapter,
  type Web3Adapter,
} from './adapter.ts'
export type {
  Evidence,
  FileDraft,
  RecordDraft,
  Subscription,
  VaultClient,
  VaultClientOptions,
  VaultRecord,
} from './client/types.ts'
export { createVaultClient } from './client/vault-client.ts'
export { VaultError } from './client/vault-error.ts'
export { AdapterError } from './errors.ts'
export { createLogin } from './login/login.ts'
export { LoginError } from './login/login-error.ts'
export type { Login, LoginOffer, LoginOptions } from './login/types.ts'
export { MappingError } from './mapping/errors.ts'
export { parseMapping } from './mapping/parse-mapping.ts'
export { readMappings } from './mapping/read-mappings.ts'
export type { Mapping, Payload, Row } from './mapping/types.ts'
export { type DocumentTable, documentRows } from './rows/document-rows.ts'
export type { RowAccess, RowAccessFactory } from './rows/row-access.ts'
export { sqlRows } from './rows/sql-rows.ts'
export type { AdapterDatabase, SqlValue, Statement, Work } from './store/database.ts'
export { pgliteDatabase, postgresDatabase } from './store/postgres.ts'
export type { Waiting } from './store/queues.ts'
export { type SqliteConnection, sqliteDatabase } from './store/sqlite.ts'
export type { AdapterLog } from './sync/pump.ts'
export type { Applied, Conflict, Missing } from './sync/sync.ts'
