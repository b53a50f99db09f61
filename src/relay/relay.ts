import type { Logger } from 'pino'
import { createRegistryClient } from '../registry/client.ts'
import { createAdmission } from './admission.ts'
import { openHostKey, publicHostKey } from './host-key.ts'
import { openHttpDoor } from './http-door.ts'
import { openSshDoor } from './ssh-door.ts'
import { createVaults } from './vaults.ts'

export interface RelayOptions {
  /** Whose certificates count. */
  readonly registryUrl: string
  /** Origin at which the world reaches it. */
  readonly publicUrl: string
  /** For its key. */
  readonly dataDirectory: string
  /** Address of this computer to listen at. */
  readonly address: string
  /** For the world; 0 for any free one. */
  readonly port: number
  /** For vaults; 0 for any free one. */
  readonly sshPort: number
  /** Whether all host names below the public one lead to it. */
  readonly byHostName: boolean
  /** Whether a reverse proxy stands before the port for the world. */
  readonly behindProxy: boolean
  readonly log: Logger
}

/** A relay that runs: vaults connect out to it, and it leads requests to them. */
export interface Relay extends AsyncDisposable {
  readonly port: number
  readonly sshPort: number
  /** By which vaults know it: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string
}

/**
 * Starts a relay. It keeps nothing but its key, and notes no paths, headers or bodies.
 * @throws HostKeyDamaged, the system’s error for its directory and ports, TypeError for the
 * registry’s address
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { address, byHostName, behindProxy, log } = options
  const relayUrl = new URL(options.publicUrl)
  const registry = createRegistryClient({ url: options.registryUrl })
  const hostKey = await openHostKey(options.dataDirectory)
  const vaults = createVaults()
  const http = await openHttpDoor({
    listen: { address, port: options.port },
    ...{ vaults, relayUrl, behindProxy },
  })
  try {
    const ssh = await openSshDoor({
      hostKey,
      listen: { address, port: options.sshPort },
      admission: createAdmission({ registry, relayUrl: relayUrl.origin }),
      ...{ vaults, relayUrl, byHostName, log },
    })
    return {
      port: http.port,
      sshPort: ssh.port,
      hostKey: publicHostKey(hostKey),
      async [Symbol.asyncDispose]() {
        vaults[Symbol.dispose]()
        await ssh[Symbol.asyncDispose]()
        await http[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await http[Symbol.asyncDispose]()
    throw error
  }
}
