import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { SecretStore } from '../../evault/index.ts'
import type { ConnectionWay, TokenKind } from '../../ipc/connection.ts'
import { createCloudflaredTunnel } from '../../tunnel/cloudflared.ts'
import { createNgrokTunnel } from '../../tunnel/ngrok.ts'
import { createOwnAddress } from '../../tunnel/own-address.ts'
import { createRelayTunnel, type Missed } from '../../tunnel/relay.ts'
import { createSshTunnel } from '../../tunnel/ssh.ts'
import { createSshKey } from '../../tunnel/ssh-key.ts'
import { TunnelError, type TunnelProvider } from '../../tunnel/tunnel.ts'
import { programEnvironment, programFolders } from '../environment.ts'

/** The keys that servers had the first time, by `host:port`. */
export interface HostKeys {
  known(server: string): Promise<string | null>
  keep(server: string, hostKey: string): Promise<void>
}

/** Whom a relay is told that we are. */
export interface OwnIdentity {
  /** @throws TunnelError PROOF_UNAVAILABLE while no vault is open */
  ename(): string
  /** @throws TunnelError PROOF_UNAVAILABLE, and what the vault says */
  prove(relayUrl: string): Promise<string>
}

export interface ProviderMeans {
  readonly openStore: () => Promise<SecretStore>
  readonly hostKeys: HostKeys
  readonly identity: OwnIdentity
  /** Told how often somebody asked while the vault was away. */
  readonly onMissed: (missed: Missed) => void
}

const sshKeyName = 'tunnel-ssh-key'

/** Where the keychain keeps the token of a provider. */
export function tokenName(kind: TokenKind): string {
  return `tunnel-token/${kind}`
}

/** How a server is known. */
export function serverName({ host, port }: { host: string; port: number }): string {
  return `${host.toLowerCase()}:${port}`
}

/**
 * The provider of a way. What it needs of the keychain and the disk is looked up at each attempt,
 * so that what the owner mends meanwhile counts.
 */
export function createProvider(way: ConnectionWay, means: ProviderMeans): TunnelProvider {
  const make = makerOf(way, means)
  return {
    kind: way.kind,
    connect: async (port, signal) => (await make()).connect(port, signal),
  }
}

function makerOf(way: ConnectionWay, means: ProviderMeans): () => Promise<TunnelProvider> {
  switch (way.kind) {
    case 'own-address':
      return async () => createOwnAddress(way)
    case 'ssh':
      return async () => {
        const { privateKey } = await sshKey(await means.openStore())
        return createSshTunnel({ ...way, privateKey, ...(await pinOf(way, means)) })
      }
    case 'cloudflared':
      return async () => {
        const file = await findProgram('cloudflared')
        if (file === null) throw new TunnelError('PROGRAM_MISSING', { program: 'cloudflared' })
        const named = way.named && { ...way.named, token: await tokenOf('cloudflared', means) }
        return createCloudflaredTunnel({ file, environment: programEnvironment(), named })
      }
    case 'relay':
      return async () => {
        const { host, port, publicUrl: relayUrl } = way
        const { hostKey, keepHostKey } = await pinOf(way, means)
        const ename = means.identity.ename()
        const proof = () => means.identity.prove(relayUrl)
        return createRelayTunnel({
          ...{ host, port, ename, hostKey, keepHostKey, proof },
          onMissed: means.onMissed,
        })
      }
    case 'ngrok':
      return async () => {
        const { domain } = way
        return createNgrokTunnel({ domain, token: await tokenOf('ngrok', means) })
      }
  }
}

async function pinOf(way: { host: string; port: number }, { hostKeys }: ProviderMeans) {
  const server = serverName(way)
  return {
    hostKey: await hostKeys.known(server),
    keepHostKey: (hostKey: string) => hostKeys.keep(server, hostKey),
  }
}

/** @throws TunnelError */
async function tokenOf(kind: TokenKind, { openStore }: ProviderMeans): Promise<string> {
  const token = await (await openStore()).get(tokenName(kind))
  if (token === null) throw new TunnelError('TOKEN_MISSING', { program: kind })
  return token
}

/** The owner's key for servers with sshd; made when it is first asked for. */
export async function sshKey(
  store: SecretStore,
): Promise<{ readonly privateKey: string; readonly publicKey: string }> {
  const kept = await store.get(sshKeyName)
  if (kept !== null) return JSON.parse(kept)
  const key = createSshKey()
  await store.set(sshKeyName, JSON.stringify(key))
  return key
}

/** The file of a program that the owner has installed; null when there is none. */
export async function findProgram(name: string): Promise<string | null> {
  const file = process.platform === 'win32' ? `${name}.exe` : name
  for (const folder of programFolders()) {
    const found = await access(join(folder, file), constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return join(folder, file)
  }
  return null
}
