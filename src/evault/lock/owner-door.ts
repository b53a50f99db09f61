import { randomBytes } from 'node:crypto'
import type { Listener } from '../http/listener.ts'

/** Where the owner is answered, and the secret that proves it is them. */
export interface OwnerAccess {
  /** Of GraphQL. */
  readonly url: string
  /** 256 random bits, for as long as the door is open. */
  readonly token: string
}

/** The owner listener as something that is opened and closed: with another token each time. */
export interface OwnerDoor extends AsyncDisposable {
  /** null while it is closed. */
  readonly access: OwnerAccess | null
  /** Opens it where it is closed. */
  open(): Promise<OwnerAccess>
  /** Resolves when its port refuses connections, and all that were open have ended. */
  close(): Promise<void>
}

/** @param listen opens the listener for this token, on any free port */
export function createOwnerDoor(listen: (token: string) => Promise<Listener>): OwnerDoor {
  let opened: { readonly listener: Listener; readonly access: OwnerAccess } | null = null
  let turn: Promise<unknown> = Promise.resolve()

  /** One after the other: of two that come together, the later one holds. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = turn.then(act)
    turn = done.catch(() => {})
    return done
  }

  async function open(): Promise<OwnerAccess> {
    if (opened !== null) return opened.access
    const token = randomBytes(32).toString('base64url')
    const listener = await listen(token)
    opened = { listener, access: { url: `${listener.url}/graphql`, token } }
    return opened.access
  }

  async function close(): Promise<void> {
    const closing = opened
    opened = null
    await closing?.listener[Symbol.asyncDispose]()
  }

  return {
    get access() {
      return opened?.access ?? null
    },
    open: () => inTurn(open),
    close: () => inTurn(close),
    [Symbol.asyncDispose]: () => inTurn(close),
  }
}
