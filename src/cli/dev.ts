import type pino from 'pino'
import { readEnvironment } from '../evault/config/environment.ts'
import { type VaultMeans, VaultStartError } from '../evault/index.ts'
import { closeInTime, createLog, nextStopSignal, reportFailure } from './daemon.ts'
import { announcement, readyLine } from './dev/announcement.ts'
import { watchDeliveries } from './dev/deliveries.ts'
import { prepareFolder } from './dev/folder.ts'
import { type DevPeople, openPeople } from './dev/people.ts'
import { type DevArguments, type DevSettings, readDevSettings } from './dev/settings.ts'
import { openWallet } from './dev/wallet.ts'

/**
 * `evault dev`: a registry, vaults and a wallet on this computer, as platforms find them on the
 * network, until SIGTERM or SIGINT.
 * @returns the exit code
 */
export async function dev(
  args: DevArguments,
  built: Pick<VaultMeans, 'templateDirectory' | 'workerEntry'>,
): Promise<number> {
  const stopped = nextStopSignal()
  let log = createLog('warn')
  try {
    const settings = readDevSettings(args, readEnvironment().registrySecret)
    log = createLog(settings.logLevel)
    await prepareFolder(settings.folder, settings)
    const people = await openPeople(settings, built, log)
    const network = await openAround(people, settings, log)
    process.stdout.write(args.json ? `${readyLine(network)}\n` : announcement(network))
    // With --json, one line is all that is said.
    const watch = args.json ? null : watchDeliveries(people.all, say)
    log.info({ signal: await stopped }, 'stopping')
    await watch?.[Symbol.asyncDispose]()
    return await closeInTime(network, log)
  } catch (error) {
    return reportFailure(error, log, args.json === true)
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** What is there beside the people. When it can't be, they are closed again. */
async function openAround(people: DevPeople, settings: DevSettings, log: pino.Logger) {
  try {
    for (const url of settings.platforms) await listPlatform(people.registry, url)
    const wallet = await openWallet(settings.walletPort, people.all, log)
    return {
      ...{ settings, people, wallet },
      async [Symbol.asyncDispose]() {
        await wallet[Symbol.asyncDispose]()
        await people[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await people[Symbol.asyncDispose]()
    throw error
  }
}

async function listPlatform(registry: DevPeople['registry'], url: string): Promise<void> {
  const response = await fetch(`${registry.url}/platforms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${registry.secret}` },
    body: JSON.stringify({ url }),
  })
  if (response.ok) return
  const reason = await response.text()
  throw new VaultStartError('INVALID_CONFIG', `The registry does not list ${url}: ${reason}`)
}
