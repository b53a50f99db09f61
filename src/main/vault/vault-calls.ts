import type { FromVault, ToVault, VaultCalls, VaultMethod } from './messages.ts'

/** Calls of a vault process whose answers are still to come. */
export interface VaultCaller {
  /** Rejects with what the vault says, and when its process ends before it answers. */
  call<M extends VaultMethod>(
    method: M,
    ...parameters: VaultCalls[M]['parameters']
  ): Promise<VaultCalls[M]['result']>
  hear(answer: Extract<FromVault, { kind: 'returned' | 'threw' }>): void
  /** The process has ended: nothing is answered any more. */
  end(): void
}

export function createVaultCaller(send: (message: ToVault) => void): VaultCaller {
  const waiting = new Map<number, (answer: Parameters<VaultCaller['hear']>[0]) => void>()
  let last = 0
  return {
    call(method, ...parameters) {
      last += 1
      const id = last
      return new Promise((resolve, reject) => {
        waiting.set(id, (answer) => {
          waiting.delete(id)
          if (answer.kind === 'threw') reject(new Error(answer.message))
          else resolve(answer.value as VaultCalls[typeof method]['result'])
        })
        send({ kind: 'call', id, method, parameters })
      })
    },
    hear: (answer) => waiting.get(answer.id)?.(answer),
    end() {
      for (const [id, settle] of waiting) settle({ kind: 'threw', id, message: 'the vault ended' })
    },
  }
}
