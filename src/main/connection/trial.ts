import {
  createTunnelSupervisor,
  type TunnelSupervisor,
  type TunnelSupervisorOptions,
} from '../../tunnel/supervisor.ts'
import type { TunnelCause } from '../../tunnel/tunnel.ts'

/** How that went. */
type Outcome =
  | { readonly publicUrl: string; readonly cause: null }
  | { readonly publicUrl: null; readonly cause: TunnelCause }

/** Connects and probes until it is clear how that goes, and leaves nothing behind. */
export async function tryOnce(
  { providers, probe }: Pick<TunnelSupervisorOptions, 'providers' | 'probe'>,
  port: number,
): Promise<Outcome> {
  let supervisor: TunnelSupervisor | null = null
  try {
    return await new Promise((resolve) => {
      supervisor = createTunnelSupervisor({
        ...{ providers, probe },
        onStatus(status) {
          if (status.state === 'up') resolve({ publicUrl: status.publicUrl, cause: null })
          const cause = status.state === 'waiting' ? status.failures[0]?.cause : undefined
          if (cause !== undefined) resolve({ publicUrl: null, cause })
        },
      })
      supervisor.start(port)
    })
  } finally {
    await (supervisor as TunnelSupervisor | null)?.stop()
  }
}
