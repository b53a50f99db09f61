import { base16 } from 'multiformats/bases/base16'
import { v4 as uuidV4 } from 'uuid'
import { newEName } from './ename.ts'
import type { IdentityLogEntry, IdentityLogStorage, KeySigner } from './identity-log/entry.ts'
import { IdentityLogError } from './identity-log/errors.ts'
import { createIdentityLog, type IdentityLog } from './identity-log/manager.ts'
import { canonicalKey } from './identity-log/proofs.ts'
import { validateStoredLog } from './identity-log/validate.ts'
import { signJwt } from './jwt.ts'
import { formatW3id, parseW3id } from './w3id.ts'

const ENTROPY_BYTES = 32

/** An identifier, and what its key and its log are good for. */
export interface W3ID {
  /** `@<UUID>`, `@name` or `@<vault>/<object>`. */
  readonly id: string
  readonly isGlobal: boolean
  /** Writes this identity's log; null without a repository. */
  readonly log: IdentityLog | null
  /**
   * Makes an ES256 JWT with these claims, `iat` and `exp`. Its `kid` is `@id#index`: `index` is
   * the entry of the log that made the key current, 0 without a log. It is found out when the
   * W3ID is built: build it again after a rotation. Throws a TypeError without a signer, and what
   * the signer throws.
   */
  signJwt(
    payload: Readonly<Record<string, unknown>>,
    options: { readonly lifetimeSeconds: number },
  ): Promise<string>
}

interface Parts {
  entropy?: string
  namespace?: string
  isGlobal?: boolean
  vault?: string
  ownId?: string
  signer?: KeySigner
  repository?: IdentityLogStorage
  nextKeyHash?: string
}

/**
 * Makes W3IDs, new ones and those there are already. Without any part it makes a new global one
 * at random. W3ID seed, "Implementation".
 */
export class W3IDBuilder {
  readonly #parts: Parts = {}

  /** What the new id is derived from. Needs a namespace. Random when left out. */
  withEntropy(entropy: string): this {
    return this.#with({ entropy })
  }

  /** The UUID in which the new id is derived (UUIDv5). Random when left out. */
  withNamespace(namespace: string): this {
    return this.#with({ namespace })
  }

  /** Whether the id is global; when left out, it is unless there is a vault. */
  withGlobal(isGlobal: boolean): this {
    return this.#with({ isGlobal })
  }

  /** The eName of the vault that a local id is in. */
  withVault(vault: string): this {
    return this.#with({ vault })
  }

  /** An id there is already, instead of a new one: an eName, or within a vault an object's id. */
  withId(ownId: string): this {
    return this.#with({ ownId })
  }

  /** The key that signs tokens, and the first entry of the log. */
  withSigner(signer: KeySigner): this {
    return this.#with({ signer })
  }

  /** Where the log is, or is to be. Needs a signer. */
  withRepository(repository: IdentityLogStorage): this {
    return this.#with({ repository })
  }

  /**
   * `nextKeyHash` of the key that may come next, for the first entry of the log. Needs a
   * repository. Nothing is written when there is a log already.
   */
  withNextKeyHash(nextKeyHash: string): this {
    return this.#with({ nextKeyHash })
  }

  /**
   * Makes the W3ID. With a repository it writes the first entry of the log, or opens the log
   * there is and checks that the signer's key is current in it.
   * Throws a TypeError for parts that make no sense together, and IdentityLogError for a log that
   * is not valid or, `FOREIGN_KEY`, in which the key is not current.
   */
  async build(): Promise<W3ID> {
    const parts = { ...this.#parts }
    const isGlobal = parts.isGlobal ?? parts.vault === undefined
    checkParts(parts, isGlobal)
    const id = idOf(parts)
    if (isGlobal && parseW3id(id).kind === 'local') {
      throw new TypeError('The id is local: name its vault in withVault, and its object in withId')
    }
    const { signer, repository } = parts
    const log = repository ? createIdentityLog({ storage: repository }) : null
    const index = signer && repository ? await openLog(id, signer, repository, parts) : 0
    return {
      id,
      isGlobal,
      log,
      async signJwt(payload, { lifetimeSeconds }) {
        if (!signer) throw new TypeError('A W3ID signs with its signer: call withSigner')
        return signJwt({ kid: `${id}#${index}`, payload, lifetimeSeconds }, signer.sign)
      },
    }
  }

  #with(parts: Parts): this {
    Object.assign(this.#parts, parts)
    return this
  }
}

function checkParts(parts: Parts, isGlobal: boolean): void {
  const has = (name: keyof Parts) => parts[name] !== undefined
  const rules: readonly (readonly [boolean, string])[] = [
    [isGlobal && has('vault'), 'A global W3ID is in no vault: leave out withVault or withGlobal'],
    [!isGlobal && !has('vault'), 'A local W3ID is in a vault: call withVault'],
    [
      has('ownId') && (has('entropy') || has('namespace')),
      'withId takes an id there is: leave out withEntropy and withNamespace',
    ],
    [has('entropy') && !has('namespace'), 'Entropy gives an id in a namespace: call withNamespace'],
    [has('repository') && !isGlobal, 'A local W3ID has no log: leave out withRepository'],
    [has('repository') && !has('signer'), 'A log needs a key: call withSigner'],
    [has('nextKeyHash') && !has('repository'), 'The next key is for a log: call withRepository'],
  ]
  const broken = rules.find(([isBroken]) => isBroken)
  if (broken) throw new TypeError(broken[1])
}

function idOf({ entropy, namespace, vault, ownId }: Parts): string {
  const id = ownId ?? newEName(entropy ?? randomEntropy(), namespace ?? uuidV4())
  if (vault === undefined) return formatW3id(parseW3id(id))
  // A new id is a UUID behind its @; an object's id has none.
  const object = ownId ?? id.slice(1)
  return formatW3id({ kind: 'local', ename: vault, object })
}

function randomEntropy(): string {
  return base16.baseEncode(crypto.getRandomValues(new Uint8Array(ENTROPY_BYTES)))
}

/** The index of the entry with which the signer's key became current. */
async function openLog(
  id: string,
  signer: KeySigner,
  repository: IdentityLogStorage,
  { nextKeyHash }: Parts,
): Promise<number> {
  const entries = await repository.read(id)
  if (entries.length > 0) return indexOfKey(entries, id, canonicalKey(signer.publicKey))
  if (nextKeyHash === undefined) {
    throw new TypeError('There is no log yet, and its first entry names a key: withNextKeyHash')
  }
  const genesis = { id, signers: [signer], nextKeyHashes: [nextKeyHash] }
  await createIdentityLog({ storage: repository }).genesis(genesis)
  return 0
}

async function indexOfKey(
  entries: readonly IdentityLogEntry[],
  id: string,
  key: string,
): Promise<number> {
  const { updateKeys } = await validateStoredLog(entries, entries.length, { id })
  if (!updateKeys.includes(key)) {
    throw new IdentityLogError('FOREIGN_KEY', entries.length - 1, "The signer's key is not current")
  }
  // A key that left never comes back, so it is current since it first was.
  return entries.findIndex((entry) => entry.updateKeys.includes(key))
}
