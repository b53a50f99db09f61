import type pino from 'pino'
import { version } from '../../package.json'
import { readEnvironment } from '../evault/config/environment.ts'
import { chooseKeyFile } from '../evault/config/secrets.ts'
import {
  createKeyCustody,
  type OnConversion,
  openVault,
  type Vault,
  type VaultMeans,
} from '../evault/index.ts'
import { closeInTime, createLog, nextStopSignal, reportFailure } from './daemon.ts'
import { readSettings, type ServeArguments } from './settings.ts'

/**
 * `evault serve`: opens the vault, says where it answers, and serves until SIGTERM or SIGINT.
 * @returns the exit code
 */
export async function serve(
  args: ServeArguments,
  built: Pick<VaultMeans, 'templateDirectory' | 'workerEntry'>,
): Promise<number> {
  const stopped = nextStopSignal()
  let log = createLog('info')
  try {
    const settings = await readSettings(args, readEnvironment())
    log = createLog(settings.logLevel)
    const openKeyFile = await chooseKeyFile(settings.keyFile, log)
    const vault = await openVault(settings.vault, {
      openCustody: async () => createKeyCustody(await openKeyFile(settings.vault.dataDirectory)),
      registrySecret: settings.registrySecret,
      awarenessSecret: settings.awarenessSecret,
      ...built,
      windowOrigin: null,
      version,
      log,
      onConversion: tellConversion(log),
    })
    announce(vault, args.json === true)
    log.info({ signal: await stopped }, 'stopping')
    return await closeInTime(vault, log)
  } catch (error) {
    return reportFailure(error, log, args.json === true)
  }
}

/** Each step, and each tenth of it. */
function tellConversion(log: pino.Logger): OnConversion {
  let told = ''
  return ({ step, done, total }) => {
    const percent = total === 0 ? 100 : Math.floor((10 * done) / total) * 10
    if (told === `${step} ${percent}`) return
    told = `${step} ${percent}`
    log.info({ step, percent }, 'encrypting the vault')
  }
}

function announce(vault: Vault, json: boolean): void {
  const { ename, localUrl: url, owner, registry } = vault
  const line = json
    ? JSON.stringify({ ready: true, version, ename, url, owner, registry, pid: process.pid })
    : `${ename} answers at ${url}/graphql (registry: ${registry.url}). Ctrl-C stops it.`
  process.stdout.write(`${line}\n`)
}
