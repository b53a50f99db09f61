import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, CommanderError, Option } from 'commander'
import { version } from '../../package.json'
import { assumeProduction } from '../evault/config/environment.ts'
import type { BackupArguments, DrillArguments, RestoreArguments } from './backup.ts'
import type { DevArguments } from './dev/settings.ts'
import { exitCodeHelp, exitCodeOf } from './exit-codes.ts'
import type { ExportArguments } from './export.ts'
import type { ImportArguments } from './import.ts'
import type { KeyArguments } from './key-means.ts'
import type { RelayArguments } from './relay.ts'
import { defaultConfigFile, type ServeArguments } from './settings.ts'
import type { VerifyArguments } from './verify.ts'

/** `evault`: the vault without a window, and what goes with it. */

assumeProduction()

const s3Help = `
For s3://: EVAULT_S3_ENDPOINT, EVAULT_S3_REGION, EVAULT_S3_ACCESS_KEY_ID, EVAULT_S3_SECRET_ACCESS_KEY.`

const templateDirectory = fileURLToPath(new URL('../template', import.meta.url))
const workerEntry = join(import.meta.dirname, 'worker.js')

const program = new Command('evault')
  .description('A personal eVault, headless.')
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(`evault: ${text}`) })

program
  .command('serve')
  .description('open a vault and serve it until SIGTERM or Ctrl-C')
  .option('--json', 'when ready, print one JSON line: addresses, owner token, registry secret')
  .option('--data <dir>', 'data directory (EVAULT_DATA)')
  .option('--port <n>', 'protocol API, 0 for any free port; default 4000 (EVAULT_PORT)')
  .option('--policy <preset>', 'open or guarded; default open (EVAULT_POLICY)')
  .option('--registry <where>', 'embedded, or a URL; default embedded (EVAULT_REGISTRY)')
  .option('--registry-port <n>', 'embedded registry; default 4321 (EVAULT_REGISTRY_PORT)')
  .option('--ontology-service <url>', 'describes record types (EVAULT_ONTOLOGY_SERVICE)')
  .option(
    '--awareness-service <url>',
    'is told of changes instead of the platforms (EVAULT_AWARENESS_SERVICE, EVAULT_AWARENESS_SECRET)',
  )
  .option(
    '--registry-secret <s>',
    'shared secret; others can see arguments: prefer EVAULT_REGISTRY_SECRET',
  )
  .option('--passphrase-file <file>', 'passphrase of the key file; or set EVAULT_PASSPHRASE')
  .option('--insecure-dev-keys', 'keep the keys unencrypted; for development only')
  .option('--address-rate <n>', 'requests a minute from one address; default 500')
  .option('--platform-rate <n>', 'requests a minute of one platform; default 250')
  .option('--limit-this-computer', 'the rates bind programs on this computer, too')
  .option(
    '--acknowledge <when>',
    'durable: once a change is on the disk; early: before, a power cut may lose the last moment (EVAULT_ACKNOWLEDGE)',
  )
  .option('--log-level <level>', 'debug, info, warn or error; default info (EVAULT_LOG_LEVEL)')
  .addOption(
    new Option('--config <file>', `JSON settings (EVAULT_CONFIG); default ${defaultConfigFile}`),
  )
  .addHelpText(
    'after',
    `
Settings are taken from, first wins: arguments, environment variables, config file, defaults.
In the config file: dataDirectory, port, policy, registry, registryPort, registrySecret,
ontologyService, awarenessService, awarenessSecret, passphraseFile, logLevel, addressRate, platformRate, limitThisComputer,
acknowledge. Logs go to stderr as JSON.

${exitCodeHelp}`,
  )
  .action(async (args: ServeArguments) => {
    const { serve } = await import('./serve.ts')
    process.exitCode = await serve(args, { templateDirectory, workerEntry })
  })

program
  .command('dev')
  .description('a network on this computer to develop against: registry, vaults and a wallet')
  .option('--json', 'when ready, print one JSON line: registry, people, wallet, all their secrets')
  .option('--people <n>', 'how many people have a vault, on the ports from --port on; default 1')
  .option('--platform <url>', 'is told of changes; may be given again', collect)
  .option('--data <dir>', 'kept from start to start; default .evault-dev')
  .option('--fresh', 'forget the people of earlier starts')
  .option('--port <n>', 'protocol API, 0 for any free port; default 4000')
  .option('--registry-port <n>', 'default 4321')
  .option('--wallet-port <n>', 'default 3003')
  .option('--log-level <level>', 'debug, info, warn or error; default warn')
  .addHelpText(
    'after',
    `
For development only: the policy is open, the keys are kept unencrypted, and the registry's secret is
a fixed word unless EVAULT_REGISTRY_SECRET says another. The wallet signs for whoever uses this computer:
open http://localhost:3003/?uri=w3ds://… in a browser, or POST {"ename", "uri"} to /sign.

${exitCodeHelp}`,
  )
  .action(async (args: DevArguments) => {
    const { dev } = await import('./dev.ts')
    process.exitCode = await dev(args, { templateDirectory, workerEntry })
  })

program
  .command('relay')
  .description('lead requests to vaults that connect out to this computer, until SIGTERM or Ctrl-C')
  .option('--json', 'when ready, print one JSON line: address, ports, host key')
  .option('--registry <url>', 'whose certificates count (EVAULT_REGISTRY)')
  .option('--public-url <url>', 'how the world calls this relay (EVAULT_RELAY_PUBLIC_URL)')
  .option('--port <n>', 'HTTP, for the world; default 4080 (EVAULT_RELAY_PORT)')
  .option('--ssh-port <n>', 'SSH, for vaults; default 4022 (EVAULT_RELAY_SSH_PORT)')
  .option('--data <dir>', 'for the key that vaults know it by (EVAULT_RELAY_DATA)')
  .option('--listen <address>', 'of this computer; default 0.0.0.0, all (EVAULT_RELAY_LISTEN)')
  .option('--wildcard', 'all host names below the public one lead here: each vault gets its own')
  .option('--behind-proxy', 'a reverse proxy stands before --port: believe its X-Forwarded-For')
  .option('--log-level <level>', 'debug, info, warn or error; default info (EVAULT_LOG_LEVEL)')
  .addHelpText(
    'after',
    `
Vaults are reached at https://relay.example/@<id>, or with --wildcard at https://<id>.relay.example.
For TLS, put a reverse proxy (Caddy, nginx) before --port, which keeps the Host header and adds to
X-Forwarded-For, and give --behind-proxy and the https:// address. Only that proxy may reach --port
then. --ssh-port is open to the world as it is. The relay sees what passes through it, and keeps
nothing but its key.

${exitCodeHelp}`,
  )
  .action(async (args: RelayArguments) => {
    const { relay } = await import('./relay.ts')
    process.exitCode = await relay(args)
  })

withKeys(program.command('verify'))
  .description('say whether the operation log of a vault that is not running is whole')
  .option('--json', 'one JSON line for each vault')
  .action(async (args: VerifyArguments) => {
    const { verify } = await import('./verify.ts')
    process.exitCode = await verify(args)
  })

withKeys(program.command('export'))
  .description('write all that a vault holds, which is not running, to a zip archive')
  .requiredOption('--to <file>', 'a new file')
  .action(async (args: ExportArguments) => {
    const { exportArchive } = await import('./export.ts')
    process.exitCode = await exportArchive(args, version)
  })

withKeys(program.command('import'))
  .description('bring an archive into an empty data directory; ended, it goes on when run again')
  .requiredOption('--from <file>', 'an archive of “evault export”')
  .option('--unsigned', 'take an archive that the key of its owner does not vouch for')
  .action(async (args: ImportArguments) => {
    const { importFromArchive } = await import('./import.ts')
    process.exitCode = await importFromArchive(args, templateDirectory)
  })

withKeys(program.command('backup'))
  .description('back up a vault that is not running, encrypted; older backups are thinned out')
  .requiredOption('--to <place>', 'a folder, or s3://bucket/prefix')
  .option('--begin', 'begin backups at a place that holds none (EVAULT_BACKUP_PASSPHRASE)')
  .option('--keep-everything', 'remove no older backups')
  .addHelpText('after', s3Help)
  .action(async (args: BackupArguments) => {
    const { makeBackup } = await import('./backup.ts')
    process.exitCode = await makeBackup(args, version)
  })

withKeys(program.command('drill'))
  .description('restore the latest backup as a trial, and say whether all of it is there')
  .requiredOption('--from <place>', 'a folder, or s3://bucket/prefix')
  .addHelpText('after', s3Help)
  .action(async (args: DrillArguments) => {
    const { drill } = await import('./backup.ts')
    process.exitCode = await drill(args)
  })

withKeys(program.command('restore'))
  .description('bring a vault back from a backup into a data directory that holds none')
  .requiredOption('--from <place>', 'a folder, or s3://bucket/prefix')
  .option('--kit <file>', 'recovery kit; its words are read from standard input')
  .option('--backup <id>', 'another one than the latest')
  .addHelpText('after', `\nWithout --kit, EVAULT_BACKUP_PASSPHRASE opens the backups.\n${s3Help}`)
  .action(async (args: RestoreArguments) => {
    const { restore } = await import('./backup.ts')
    process.exitCode = await restore(args)
  })

const kit = program
  .command('kit')
  .description('save and restore the recovery kit of a vault that is not running')

withKeys(kit.command('save'))
  .description('write a recovery kit to a new file, and its twelve words to the terminal')
  .argument('<file>')
  .action(async (file: string, args: KeyArguments) => {
    const { saveKit } = await import('./kit.ts')
    process.exitCode = await saveKit(file, args)
  })

withKeys(kit.command('restore'))
  .description('put the keys of a kit back; its words are read from standard input')
  .argument('<file>')
  .action(async (file: string, args: KeyArguments) => {
    const { restoreFromKit } = await import('./kit.ts')
    process.exitCode = await restoreFromKit(file, args, templateDirectory)
  })

/** All values of an option that may be given again. */
function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}

/** Options that say where a vault and its keys are. */
function withKeys(command: Command): Command {
  return command
    .option('--data <dir>', 'data directory (EVAULT_DATA)')
    .option('--passphrase-file <file>', 'passphrase of the key file; or set EVAULT_PASSPHRASE')
    .option('--insecure-dev-keys', 'the keys are kept unencrypted')
    .option('--config <file>', `JSON settings (EVAULT_CONFIG); default ${defaultConfigFile}`)
    .addHelpText('after', `\n${exitCodeHelp}`)
}

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? 0 : exitCodeOf('INVALID_CONFIG')
}
