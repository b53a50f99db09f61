import { createKeyCustody, type VaultMeans } from '../../src/evault/index.ts'
import type { IdentityLogEntry } from '../../src/w3id/identity-log/entry.ts'
import { signJwt } from '../../src/w3id/jwt.ts'
import type { HttpAnswer } from './call.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './test-vault.ts'

/** A vault that can be closed, opened again, and lose its keys. */
export interface Household extends AsyncDisposable {
  readonly it: TestVault
  /** Its data directory. */
  readonly directory: string
  readonly store: ReturnType<typeof memorySecretStore>
  readonly secrets: Map<string, string>
  close(): Promise<void>
  open(means?: Partial<VaultMeans>): Promise<TestVault>
  /**
   * Closes the vault, takes its owner's keys out of the keychain, and opens it without them: with
   * the storage key, without which nothing in it could be read.
   */
  loseKeys(): Promise<TestVault>
}

/** Vaults on loopback with one registry: that of `host`, which is one of the friends. */
export interface Town extends AsyncDisposable {
  readonly host: TestVault
  /** @param registry the address at which it asks the registry, where that is not the host's own */
  household(registry?: string): Promise<Household>
}

export async function openTown(): Promise<Town> {
  const host = await openTestVault()
  const opened: AsyncDisposable[] = [host]
  const { url, secret: registrySecret } = host.vault.registry
  return {
    host,
    async household(registry = url) {
      const directory = await temporaryDirectory()
      const secretStore = memorySecretStore()
      let it: TestVault | null = null
      const home: Household = {
        directory: directory.path,
        store: secretStore,
        secrets: secretStore.secrets,
        get it() {
          if (it === null) throw new Error('this vault is closed')
          return it
        },
        async close() {
          await it?.[Symbol.asyncDispose]()
          it = null
        },
        async open(means = {}) {
          await home.close()
          it = await openTestVault({
            ...{ dataDirectory: directory.path, secretStore, config: { registry } },
            means: { registrySecret, ...means },
          })
          return it
        },
        async loseKeys() {
          await home.close()
          forgetOwnersKeys(secretStore.secrets)
          return home.open({ withoutKeys: true })
        },
        async [Symbol.asyncDispose]() {
          await home.close()
          await directory[Symbol.asyncDispose]()
        },
      }
      opened.push(home)
      await home.open()
      return home
    },
    async [Symbol.asyncDispose]() {
      for (const one of opened.reverse()) await one[Symbol.asyncDispose]()
    },
  }
}

/** Takes out of a keychain what signs, and leaves what opens the storage. */
export function forgetOwnersKeys(secrets: Map<string, string>): void {
  for (const name of secrets.keys()) {
    if (!/\/(storage|recovery)$/.test(name)) secrets.delete(name)
  }
}

/** Sends a mutation of the owner; its payload. */
export async function change(it: TestVault, mutation: string, variables?: object) {
  const { data, errors } = await it.owner(`mutation ${mutation}`, variables)
  if (data === null) throw new Error(`refused: ${JSON.stringify(errors)}`)
  return Object.values(data)[0] as { errors: { code: string; message: string; field: string }[] }
}

export interface Told {
  readonly id: string
  readonly entries: IdentityLogEntry[]
  readonly pendingRecovery: { requestedAt: string; until: string; updateKeys: string[] } | null
}

/** `GET /identity-log`. */
export async function identityLog(it: TestVault): Promise<Told> {
  return (await it.call('/identity-log', { headers: { 'x-ename': it.vault.ename } })).json
}

export async function setTrust(it: TestVault, friends: readonly TestVault[], more = {}) {
  const trusted = friends.map(({ vault }) => vault.ename)
  return change(
    it,
    `($trusted: [String!]!, $threshold: Int!, $waitSeconds: Int!) {
      setTrust(trusted: $trusted, threshold: $threshold, waitSeconds: $waitSeconds) {
        identity { trust { threshold trusted waitSeconds } log { operation } }
        errors { code message field } } }`,
    { trusted, threshold: Math.min(2, trusted.length), waitSeconds: 1, ...more },
  )
}

export const recoveryFields = `state requestedAt until threshold fingerprints
  friends { ename answer reached problem }`

export interface Progress {
  readonly state: string
  readonly until: string
  readonly fingerprints: string[]
  readonly friends: { ename: string; answer: string; reached: boolean; problem: string | null }[]
}

export async function progress(it: TestVault): Promise<Progress> {
  return (await it.owner(`{ recovery { ${recoveryFields} } }`)).data.recovery
}

export async function startRecovery(it: TestVault): Promise<Progress> {
  const payload = (await change(
    it,
    `{ startRecovery { recovery { ${recoveryFields} } errors { code message } } }`,
  )) as { errors: object[]; recovery: Progress } & Awaited<ReturnType<typeof change>>
  if (payload.errors.length > 0) throw new Error(JSON.stringify(payload.errors))
  return payload.recovery
}

export interface Received {
  readonly id: string
  readonly asker: string
  readonly fingerprints: string[]
  readonly status: string
}

export async function received(it: TestVault): Promise<Received[]> {
  return (await it.owner('{ recoveryRequests { id asker fingerprints status } }')).data
    .recoveryRequests
}

/** Waits for the asker's request at a friend's vault and decides it. */
export async function decide(
  friend: TestVault,
  asker: TestVault,
  how: 'approveRecovery' | 'declineRecovery' = 'approveRecovery',
) {
  const request = await until(
    async () =>
      (await received(friend)).find(
        (one) => one.asker === asker.vault.ename && one.status === 'pending',
      ),
    (found) => found !== undefined,
  )
  return change(
    friend,
    `($id: ID!) { ${how}(id: $id) { request { status } errors { code message } } }`,
    { id: request?.id },
  )
}

/** Asks again and again until the answer is right. */
export async function until<T>(
  ask: () => Promise<T>,
  isRight: (answer: T) => boolean,
  longestMs = 20_000,
): Promise<T> {
  const end = Date.now() + longestMs
  for (;;) {
    const answer = await ask()
    if (isRight(answer)) return answer
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Another device of the owner, whose key was added. */
export async function addDevice(it: TestVault) {
  const custody = createKeyCustody(memorySecretStore())
  const publicKey = await custody.createKey('device')
  const { errors } = await change(
    it,
    `($publicKey: String!) { addKey(publicKey: $publicKey, device: "Phone") {
      errors { code message } } }`,
    { publicKey },
  )
  if (errors.length > 0) throw new Error(JSON.stringify(errors))
  return { publicKey, token: () => ownerToken(it.vault.ename, custody, 'device') }
}

type Custody = ReturnType<typeof createKeyCustody>

/** A JWT of the eName, signed by the key of this name. */
export function ownerToken(ename: string, custody: Custody, name: string): Promise<string> {
  return signJwt(
    { kid: `${ename}#key`, payload: { iss: ename, aud: ename }, lifetimeSeconds: 300 },
    (bytes) => custody.sign(name, bytes, 'identity-log'),
  )
}

export function veto(it: TestVault, token: string | null): Promise<HttpAnswer> {
  return it.call('/recovery/veto', {
    method: 'POST',
    headers: {
      'x-ename': it.vault.ename,
      authorization: token === null ? null : `Bearer ${token}`,
    },
  })
}
