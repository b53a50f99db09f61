import type { Topic } from './row.ts'
import { access } from './rows/access.ts'
import { bindingSignatures } from './rows/binding-signatures.ts'
import { bindings } from './rows/bindings.ts'
import { bulkCreation } from './rows/bulk.ts'
import { errors, limits } from './rows/errors.ts'
import { examples } from './rows/examples.ts'
import { fidelity } from './rows/fidelity.ts'
import { files } from './rows/files.ts'
import { guarded } from './rows/guarded.ts'
import { http } from './rows/http.ts'
import { keys, whoisTopic } from './rows/identity.ts'
import { legacy } from './rows/legacy.ts'
import { operationLog } from './rows/logs.ts'
import { mutations } from './rows/mutations.ts'
import { paging } from './rows/paging.ts'
import { passphrases } from './rows/passphrase.ts'
import { provisioning, tenants } from './rows/provision.ts'
import { queries } from './rows/queries.ts'
import { search } from './rows/search.ts'
import { tokens } from './rows/tokens.ts'
import { types } from './rows/types.ts'

/** The whole table. */
export const topics: readonly Topic[] = [
  ...[examples, types, queries, mutations, fidelity, bulkCreation, search, paging, legacy],
  ...[
    bindings,
    bindingSignatures,
    files,
    whoisTopic,
    keys,
    operationLog,
    provisioning,
    tenants,
    passphrases,
  ],
  ...[http, tokens, access, errors, limits, guarded],
]
