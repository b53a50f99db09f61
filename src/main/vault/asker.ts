import { SigningRefused, VaultStartError } from '../../evault/index.ts'
import type { ToVault } from './messages.ts'

/** What comes back for a question: main's answer, or why there is none. */
export type Answer = Extract<ToVault, { kind: 'answer' | 'refusal' }>

export interface Question<Method extends string> {
  readonly kind: 'ask'
  readonly id: number
  readonly method: Method
  readonly parameters: readonly unknown[]
}

/** Questions to main, which holds the keys. `hear` takes its answers. */
export interface Asker<Method extends string> {
  ask<T>(method: Method, ...parameters: readonly unknown[]): Promise<T>
  hear(answer: Answer): void
}

export function createAsker<Method extends string>(
  send: (question: Question<Method>) => void,
): Asker<Method> {
  const waiting = new Map<
    number,
    { readonly resolve: (value: never) => void; readonly reject: (reason: Error) => void }
  >()
  let lastId = 0
  return {
    ask(method, ...parameters) {
      lastId += 1
      send({ kind: 'ask', id: lastId, method, parameters })
      return new Promise((resolve, reject) => waiting.set(lastId, { resolve, reject }))
    },
    hear(answer) {
      const asked = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (answer.kind === 'answer') asked?.resolve(answer.value as never)
      else asked?.reject(asError(answer))
    },
  }
}

function asError({ code, message }: Extract<ToVault, { kind: 'refusal' }>): Error {
  return code === 'SIGNING_REFUSED'
    ? new SigningRefused(message)
    : new VaultStartError(code, message)
}
