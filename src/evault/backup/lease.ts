import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { BackupError, type BackupPlace } from './place.ts'

/**
 * What a computer is about to do with a repository. Any number may add at the same time; whoever
 * removes pieces is alone, else a piece could go that another computer's backup counts on.
 */
export type LeaseKind = 'adding' | 'removing'

/** The right to do it, for as long as the computer keeps saying that it is at work. */
export interface Lease extends AsyncDisposable {
  /** When it was last confirmed, by the clock of the place: milliseconds since 1970. */
  readonly placeTime: number
  /**
   * Throws where others may think that this computer has gone, as after its sleep: what was found
   * at the place before may be gone.
   * @throws BackupError `PLACE_BUSY`
   */
  confirm(): Promise<void>
}

/** Of one that nobody renews. */
const staleAfterMs = 30 * 60 * 1000
const renewEveryMs = 5 * 60 * 1000
const folder = 'locks/'

/**
 * Takes a lease. Works on any place that shows at once what was put: each puts its own, and looks
 * for others only then.
 * @param holder who takes it. Others of the same holder are taken for gone: whoever says so has made
 * sure of it, as with the lock of a data directory
 * @param now milliseconds since 1970
 * @throws BackupError `PLACE_BUSY` where another computer is at work
 */
export async function takeLease(
  place: BackupPlace,
  kind: LeaseKind,
  holder: string,
  now: () => number = Date.now,
): Promise<Lease> {
  const name = `${folder}${kind}-${randomUUID()}`
  const content = Buffer.from(JSON.stringify({ holder }))
  let renewedAt = now()
  let placeTime = 0
  let lost = false

  async function renew(): Promise<void> {
    const began = now()
    await place.put(name, content)
    if (began - renewedAt >= staleAfterMs / 2) lost = true
    renewedAt = began
  }

  await place.put(name, content)
  // What can't be renewed shows when it is confirmed.
  const timer = setInterval(() => renew().catch(() => undefined), renewEveryMs)
  timer.unref()
  const release = async () => {
    clearInterval(timer)
    await place.remove(name)
  }
  try {
    placeTime = await lookForOthers(place, { name, kind, holder })
  } catch (error) {
    await release()
    throw error
  }
  return {
    get placeTime() {
      return placeTime
    },
    async confirm() {
      await renew()
      if (lost) {
        const message = `Another computer may have cleaned up in ${place.title} while this one slept. Start again: what was put there need not be put again.`
        throw new BackupError('PLACE_BUSY', message)
      }
    },
    [Symbol.asyncDispose]: release,
  }
}

/** @returns the time at the place */
async function lookForOthers(
  place: BackupPlace,
  own: { readonly name: string; readonly kind: LeaseKind; readonly holder: string },
): Promise<number> {
  const leases = await place.list(folder)
  const time = leases.find(({ name }) => name === own.name)?.putAt
  if (time === undefined) {
    const message = `${place.title} does not show what was just put there.`
    throw new BackupError('PLACE_FAILED', message)
  }
  for (const { name, putAt } of leases) {
    if (name === own.name) continue
    const isGone = time - putAt > staleAfterMs || (await holderOf(place, name)) === own.holder
    if (isGone) await place.remove(name)
    else if (own.kind === 'removing' || name.startsWith(`${folder}removing-`)) {
      const message = `Another computer is at work in ${place.title}. It is tried again later.`
      throw new BackupError('PLACE_BUSY', message)
    }
  }
  return time
}

/** Null where it does not say, or has gone meanwhile. */
async function holderOf(place: BackupPlace, name: string): Promise<string | null> {
  const bytes = await place.get(name)
  const parsed = leaseSchema.safeParse(bytes && parseJson(bytes))
  return parsed.success ? parsed.data.holder : null
}

const leaseSchema = z.object({ holder: z.string() })

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString())
  } catch {
    return null
  }
}
