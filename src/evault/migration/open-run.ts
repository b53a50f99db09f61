import { createCredentials } from './credentials.ts'
import { createDelivery, type Delivery, type Target } from './deliver.ts'
import { createIdentityLogs } from './identity-logs.ts'
import type { Ledger, Move } from './ledger.ts'
import { createLocalFiles } from './local-files.ts'
import { createLocalVault, type LocalVault } from './local-vault.ts'
import type { MoveMeans } from './moves.ts'
import { createRemoteFiles } from './remote-files.ts'
import { createRemoteGraphQL, refusal } from './remote-graphql.ts'
import { createRemoteHost } from './remote-host.ts'
import { createRemoteHttp } from './remote-http.ts'
import { createRemoteVault, type RemoteVault } from './remote-vault.ts'
import type { Run } from './run.ts'

/** Wires what one part of a move works with. Disposed, it leaves no connection behind. */
export function openRun(
  means: MoveMeans,
  ledger: Ledger,
  move: Move,
  typed: string | null,
  signal: AbortSignal,
): Run & Disposable {
  const { db, blobs, transact, tenants, standings, registry, identity, now, log } = means
  const { ename } = move
  const http = createRemoteHttp({ url: move.url, signal, now })
  const credentials = createCredentials({ move, typed, identity, registry, tenants, now })
  const graphql = createRemoteGraphQL(http, ename, () => credentials.token(run.move.evaultId))
  const local = createLocalVault({ db, transact, ename })
  const remote = () => createRemoteVault(http, graphql, run.move.helps)
  let kept: { readonly made: Move; readonly delivery: Delivery } | null = null
  const run: Run & Disposable = {
    ...{ move, ledger, local, http, graphql, registry, tenants, standings, signal, log, remote },
    localFiles: createLocalFiles(db, blobs, ename),
    host: createRemoteHost(http, graphql, ename),
    remoteFiles: createRemoteFiles(http, graphql),
    identityLogs: createIdentityLogs({ db, tenants, owner: identity.ename, now }),
    delivery() {
      if (kept?.made !== run.move) {
        const { wasEmpty, direction, returns, helps } = run.move
        const target =
          direction === 'in'
            ? hereAsTarget(local, returns)
            : thereAsTarget(local, remote(), helps, returns)
        kept = { made: run.move, delivery: createDelivery({ key: move, ledger, target, wasEmpty }) }
      }
      return kept.delivery
    },
    claimFor: credentials.claimFor,
    // Units of work are done one after the other.
    settled: () => transact(async () => {}),
    [Symbol.dispose]: () => http[Symbol.dispose](),
  }
  return run

  function hereAsTarget(vault: LocalVault, replacesAll: boolean): Target {
    const { byIds, create, replace, remove, binding } = vault
    return {
      ...{ showsAcl: true, replacesAll, byIds, create, replace, remove, binding },
      // This vault takes them as records.
      createBinding: () => Promise.reject(refusal(http, 'it was not taken')),
    }
  }
}

function thereAsTarget(
  { binding }: LocalVault,
  { byIds, create, replace, remove, createBinding }: RemoteVault,
  helps: boolean,
  replacesAll: boolean,
): Target {
  return {
    ...{ showsAcl: helps, replacesAll, byIds, create, replace, remove, createBinding, binding },
  }
}
