import { setTimeout as delay } from 'node:timers/promises'
import { normaliseEName } from '../../w3id/ename.ts'
import type { PlatformTokens } from './platform-tokens.ts'
import type { VaultAnswer } from './refusals.ts'
import type { VaultAddresses } from './vault-addresses.ts'
import { VaultError } from './vault-error.ts'
import { aborted, type HttpRequest, type VaultHttp } from './vault-http.ts'

const tries = 3
const firstDelayMs = 150
/** Who asks for more is asked again by whoever called us. */
const longestPauseMs = 5000
const away = new Set(['UNREACHABLE', 'UNAVAILABLE'])
const worthAnotherTry = new Set([...away, 'TOO_MANY_REQUESTS'])
const elsewhere = new Set(['VAULT_MOVED', 'UNKNOWN_ENAME'])

/** A request of somebody's vault. */
export interface VaultCall extends Omit<HttpRequest, 'url'> {
  /** Below the vault's base URL. */
  readonly path: string
}

/** How a call is sent: by the vault's base URL, with name and token. */
type Send<T> = (request: HttpRequest, base: string) => Promise<T>

/** Calls of vaults, in the name of the platform. */
export interface VaultCalls {
  /**
   * Sends a call to the vault of a name and reads the answer. All of it is done again, up to three
   * times, while the vault cannot be reached or says "later"; once more with a new token where it
   * did not take ours, and at another address where the vault has moved.
   * @param read what it throws is the outcome, as if it had been the vault
   */
  ask<T>(ename: string, call: VaultCall, read: (answer: VaultAnswer) => T | Promise<T>): Promise<T>
  /** The same for whatever is to be done with the request. */
  run<T>(ename: string, call: VaultCall, send: Send<T>): Promise<T>
}

interface Means {
  readonly addresses: VaultAddresses
  readonly tokens: PlatformTokens
  readonly http: VaultHttp
  readonly closing: AbortSignal | undefined
}

export function createVaultCalls({ addresses, tokens, http, closing }: Means): VaultCalls {
  async function attempt<T>(target: Target, call: VaultCall, send: Send<T>): Promise<T> {
    const { name } = target
    target.base ??= await addresses.baseOf(name)
    target.token = await tokens.token()
    const { path, headers, ...request } = call
    const url = new URL(`${target.base}${path}`)
    const who = { 'x-ename': name, authorization: `Bearer ${target.token}` }
    try {
      const done = await send({ ...request, url, headers: { ...headers, ...who } }, target.base)
      addresses.note(target.base, 'answered')
      return done
    } catch (error) {
      const isAway = error instanceof VaultError && away.has(error.code)
      addresses.note(target.base, isAway ? 'failed' : 'answered')
      throw error
    }
  }

  /** Whether something can be done about a failure, and has been. */
  async function mend(target: Target, { code }: VaultError): Promise<boolean> {
    if (code === 'UNAUTHENTICATED' && !target.isRenewed && target.token !== undefined) {
      target.isRenewed = true
      tokens.drop(target.token)
      return true
    }
    if (!elsewhere.has(code) || target.isMoved || target.base === undefined) return false
    target.isMoved = true
    const before = target.base
    target.base = await addresses.baseNow(target.name).catch(() => before)
    return target.base !== before
  }

  async function run<T>(ename: string, call: VaultCall, send: Send<T>): Promise<T> {
    const target: Target = { name: headerName(ename), isRenewed: false, isMoved: false }
    for (let tried = 1; ; tried += 1) {
      try {
        return await attempt(target, call, send)
      } catch (error) {
        if (closing?.aborted) throw aborted()
        if (!(error instanceof VaultError)) throw error
        if (await mend(target, error)) continue
        const waitMs = pauseBefore(tried, error)
        if (waitMs === null) throw error
        delete target.base
        await pause(waitMs, closing)
      }
    }
  }

  return {
    run,
    ask: (ename, call, read) =>
      run(ename, call, async (request, base) => {
        const answer = await http.json(request)
        return read({ ...answer, base, withoutSecrets: tokens.withoutSecrets })
      }),
  }
}

/** What is known of where a call goes. */
interface Target {
  readonly name: string
  base?: string
  token?: string
  isRenewed: boolean
  isMoved: boolean
}

/** A name in its normal form, as it can stand in a header. */
function headerName(ename: string): string {
  const name = normaliseEName(ename)
  if (/^[\x20-\x7e]+$/.test(name)) return name
  const message = 'Names outside ASCII cannot be sent to vaults'
  throw new VaultError('INVALID_ENAME', message, { isFinal: true })
}

/** How long to wait before the next try, in milliseconds; null when there is none. */
function pauseBefore(tried: number, { code, retryAfterMs }: VaultError): number | null {
  if (!worthAnotherTry.has(code) || tried >= tries) return null
  // Full jitter: many who lost a vault at once do not come back at once.
  if (retryAfterMs === null) return Math.random() * firstDelayMs * 2 ** tried
  return retryAfterMs <= longestPauseMs ? retryAfterMs : null
}

async function pause(ms: number, closing: AbortSignal | undefined): Promise<void> {
  await delay(ms, undefined, closing && { signal: closing }).catch(() => {
    throw aborted()
  })
}
