import { t } from '@lingui/core/macro'
import { z } from 'zod'
import { fetchBoundedJson } from '../../registry/bounded-fetch.ts'
import { RegistryError } from '../../registry/errors.ts'

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/
const keySet = z.object({ keys: z.array(z.object({ kty: z.string() })).min(1) })
const entropy = z.object({ token: z.string() })

/**
 * Reads the address of a registry as somebody typed it.
 * @returns the base URL, without a slash at its end
 * @throws Error with a message for the owner
 */
export function readRegistryUrl(text: string): string {
  const typed = text.trim()
  const url = URL.canParse(typed) ? new URL(typed) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new Error(t`This is no address of a registry. It begins with https://.`)
  }
  if (url.username + url.password !== '') {
    throw new Error(t`Leave the name and the password out of the address.`)
  }
  if (url.search + url.hash !== '') {
    throw new Error(t`Leave out what comes after ? or # in the address.`)
  }
  if (url.protocol === 'http:' && !loopback.test(url.hostname)) {
    throw new Error(
      t`This address is not encrypted: others could read the secret on its way. Only a registry on this computer may have one that begins with http://.`,
    )
  }
  return url.href.replace(/\/+$/, '')
}

/**
 * Resolves when a registry answers at this base URL, within five seconds for each of two questions:
 * its keys, which a vault has as well, and its entropy. Source: protocol §3.
 * @throws Error that says what went wrong, in words for the owner
 */
export async function checkRegistry(url: string): Promise<void> {
  const { host } = new URL(url)
  if (!keySet.safeParse(await ask(`${url}/.well-known/jwks.json`)).success) {
    throw new Error(t`${host} answers, but not as a registry does: it has no keys.`)
  }
  if (!entropy.safeParse(await ask(`${url}/entropy`)).success) {
    throw new Error(t`${host} answers, but not as a registry does: it gives no entropy.`)
  }
}

async function ask(url: string): Promise<unknown> {
  try {
    return await fetchBoundedJson({ fetch, url, who: 'The registry' })
  } catch (cause) {
    throw new Error(explain(cause, new URL(url).host), { cause })
  }
}

function explain(error: unknown, host: string): string {
  if (!(error instanceof RegistryError)) {
    const cause = String(error)
    return t`${host} can’t be asked: ${cause}`
  }
  if (error.code === 'REFUSED') {
    const status = /status (\d+)$/.exec(error.message)?.[1] ?? '?'
    return t`${host} answers, but there is no registry at this address (status ${status}).`
  }
  if (error.code === 'BAD_ANSWER') return t`${host} answers, but not as a registry does.`
  return explainUnreachable(error.cause, host)
}

/** @param error what `fetch` threw */
function explainUnreachable(error: unknown, host: string): string {
  if (!(error instanceof Error)) return t`${host} can’t be reached.`
  if (error.name === 'TimeoutError') return t`${host} did not answer within five seconds.`
  const { code = '', message = '' } = (error.cause ?? {}) as { code?: string; message?: string }
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) {
    return t`No computer is known as ${host}. Is the address right, and are you connected?`
  }
  if (code === 'ECONNREFUSED') {
    return t`Nothing answers at ${host}: the connection was refused. Does the registry run?`
  }
  if (/CERT|SSL|TLS|SIGNATURE/.test(code)) {
    return t`The connection to ${host} is not safe (${code}): the secret was not sent.`
  }
  if (/redirect/.test(message)) {
    return t`${host} points to another address. Use that one, if you trust it.`
  }
  return code === '' ? t`${host} can’t be reached.` : t`${host} can’t be reached (${code}).`
}
