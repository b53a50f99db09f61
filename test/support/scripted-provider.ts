import {
  type TunnelCause,
  type TunnelConnection,
  TunnelError,
  type TunnelProvider,
} from '../../src/tunnel/tunnel.ts'

export const lost: TunnelCause = { code: 'LOST', parameters: {} }

/** A provider that does what the test says; the real ones have tests of their own. */
export class ScriptedProvider implements TunnelProvider {
  readonly kind = 'ssh'
  readonly ports: number[] = []
  open = 0
  /** What the next attempts come to: a cause, `hang`, or else a connection. */
  outcome: TunnelCause | 'hang' | null = null
  #lose: (cause: TunnelCause) => void = () => {}

  constructor(readonly publicUrl: string) {}

  async connect(port: number, signal: AbortSignal): Promise<TunnelConnection> {
    this.ports.push(port)
    if (this.outcome === 'hang') {
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      })
    } else if (this.outcome !== null) {
      throw new TunnelError(this.outcome.code, this.outcome.parameters)
    }
    this.open += 1
    return {
      publicUrl: this.publicUrl,
      lost: new Promise((resolve) => {
        this.#lose = resolve
      }),
      [Symbol.asyncDispose]: async () => {
        this.open -= 1
      },
    }
  }

  lose(): void {
    this.#lose(lost)
  }
}
