import { join } from 'node:path'
import { app, clipboard, shell } from 'electron'
import pino from 'pino'
import type { RestoredIdentity } from '../evault/index.ts'
import type { VaultStatus, WayOut } from '../ipc/contract.ts'
import { askForCopy } from './bring-back/ask-for-copy.ts'
import { createBringBack } from './bring-back/bring-back.ts'
import { startRun } from './bring-back/run.ts'
import { createConnection } from './connection/connection.ts'
import { watchWakes } from './connection/wakes.ts'
import { createDesktop, type Desktop } from './desktop/desktop.ts'
import { wasStartedAtLogin } from './desktop/login-start.ts'
import { developmentServerUrl } from './environment.ts'
import { createArchiveChoice } from './export/archive-choice.ts'
import { handleIpc } from './ipc.ts'
import { createLanguage } from './language.ts'
import { createLock } from './lock/lock.ts'
import { openLogFile } from './log-file.ts'
import { stopBeforeQuit } from './orderly-end.ts'
import { type AppSettings, openSettings } from './settings.ts'
import { createSetup } from './setup.ts'
import { createRecoveryKits } from './vault/recovery-kit.ts'
import { createRegistryChooser } from './vault/registry-choice.ts'
import { createRelayProofs } from './vault/relay-proofs.ts'
import { restoreFromKit } from './vault/restoration.ts'
import { createStorageSettings } from './vault/storage-settings.ts'
import type { VaultSupervisor } from './vault/supervisor.ts'
import { createAppVault, openSecretStore } from './vault/vault.ts'
import { appOrigin, registerAppScheme, serveApp } from './window/app-protocol.ts'
import { createCamera } from './window/camera.ts'
import { chooseBackupFolder } from './window/choose-folder.ts'
import { confirmHostKey, confirmRegistry, confirmSigning } from './window/confirm.ts'
import { openFolder } from './window/open-folder.ts'
import { printKit } from './window/print-kit.ts'
import { addOwnerToken, lockDownPages } from './window/security.ts'

/** The app as a table of contents: one instance, a supervised vault, a window, an orderly end. */

const outDirectory = join(import.meta.dirname, '..')
const developmentUrl = app.isPackaged ? null : developmentServerUrl()
const windowUrl = developmentUrl ?? `${appOrigin}/`
const windowOrigin = developmentUrl === null ? appOrigin : new URL(developmentUrl).origin

// A terminal that is gone is no reason to stop.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

// macOS may bring the link that the app is opened for before the app is ready.
let linkOfSystem: string | null = null
let openLink = (link: string) => {
  linkOfSystem = link
}
app.on('open-url', (event, link) => {
  event.preventDefault()
  openLink(link)
})

registerAppScheme()
if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(run)
} else {
  console.log('eVault Desktop is running already; its window was brought to the front.')
  app.quit()
}

async function run(): Promise<void> {
  const userData = app.getPath('userData')
  const dataDirectory = join(userData, 'vault')
  const templateDirectory = join(outDirectory, 'template')
  const settings = openSettings(join(userData, 'settings.json'))
  const language = await createLanguage(settings)
  const logFile = openLogFile(join(userData, 'logs'))
  const log = pino({ base: null, formatters: { level: (label) => ({ level: label }) } }, logFile)
  let restored: RestoredIdentity | null = null
  let shown: Desktop | null = null
  const relayProofs = createRelayProofs()
  const archives = createArchiveChoice()
  const openStore = async () =>
    openSecretStore((await settings.read()).keys ?? 'keychain', dataDirectory)
  const lock = createLock({
    ...{ userData, settings, openStore, vault: () => vault, kits: () => kits, log },
    window: () => shown?.window ?? null,
    onChange: () => shown?.writeAnew(),
  })
  const vault = createAppVault({
    dataDirectory,
    relayProofs,
    archives,
    processEntry: join(import.meta.dirname, 'vault.js'),
    templateDirectory,
    windowOrigin,
    version: app.getVersion(),
    settings,
    restored: () => restored,
    startsLocked: lock.startsLocked,
    isLocked: () => lock.app.isLocked,
    confirm: (question) => confirmSigning(shown?.window.parent ?? null, question, lock.app.signal),
    onLog: (chunk) => void logFile.write(chunk),
    onStatus(status) {
      log.info(describeForLog(status), 'vault')
      sayOnTerminal(status)
      shown?.window.send('vault:statusChanged', status)
      shown?.showVault(status)
      connection.showVault(status)
      // A vault that has its keys from a kit leads on.
      if (status.state === 'ready') void setup.tell()
      lock.tell()
    },
  })
  const connection = createConnection({
    ...{ settings, openStore, vault, relayProofs, clipboard, log },
    onChange: (state) => void shown?.window.send('connection:changed', state),
  })
  const setup = createSetup({
    ...{ settings, dataDirectory, vault },
    onChange(state) {
      shown?.window.send('setup:changed', state)
      shown?.showSetup(state)
    },
  })
  const bringBack = createBringBack({
    ...{ dataDirectory, templateDirectory, settings, openStore },
    kits: {
      open: (words) => kits.open(shown?.window.parent ?? null, words),
      remember: (kit) => kits.remember(kit),
    },
    ask: (kind) => askForCopy(shown?.window.parent ?? null, kind),
    startRun: (means) =>
      startRun({
        ...{ ...means, entry: join(import.meta.dirname, 'bring-back.js') },
        onLog: (chunk) => void logFile.write(chunk),
      }),
    async isFirstStart() {
      const { step } = await setup.read()
      return vault.status.state === 'none' && step === 'welcome'
    },
    startVault() {
      vault.start()
      void setup.tell()
    },
    onChange: (state) => void shown?.window.send('bringBack:changed', state),
  })
  const wakes = watchWakes(connection.tryNow)
  stopBeforeQuit(async () => {
    bringBack.stop()
    wakes[Symbol.dispose]()
    lock[Symbol.dispose]()
    // While there is a vault to tell of it.
    await connection.stop()
    await Promise.all([vault.stop(), shown?.[Symbol.asyncDispose]()])
    logFile.end()
  })
  // The keychain is read for the lock meanwhile: a link waits for it.
  const locking = lock.isLocked()
  await bringBack.goOn()
  // It takes longest to start, so it starts before there is anything to see.
  if (await setup.startsVault()) vault.start()
  const desktop = await createDesktop({
    ...{ settings, log, url: windowUrl, isDevelopment: developmentUrl !== null },
    ...{ call: () => vault.call, lock: lock.app },
    preload: join(outDirectory, 'preload', 'index.cjs'),
    resources: join(outDirectory, '..', 'resources'),
    placeFile: join(userData, 'window.json'),
  })
  shown = desktop
  desktop.showVault(vault.status)
  const { window, switches } = desktop
  const kits = createRecoveryKits({
    ...{ dataDirectory, settings, openStore, print: printKit },
    owner: () => vault.owner,
    signal: () => lock.app.signal,
  })
  const registries = createRegistryChooser({
    ...{ settings, openStore, vault, clipboard },
    confirm: (url) => confirmRegistry(window.parent, url, lock.app.signal),
  })
  const storage = createStorageSettings({ settings, vault })
  const camera = createCamera()
  lockDownPages(windowOrigin, camera)
  addOwnerToken(() => vault.owner)
  serveApp(join(outDirectory, 'renderer'))
  handleIpc(windowOrigin, lock.isLocked, {
    ...lock.handlers,
    'vault:status': () => vault.status,
    'vault:wayOut': (wayOut) => takeWayOut(wayOut, vault, startWith),
    'backups:chooseFolder': () => chooseBackupFolder(window.parent),
    'vault:openFolder': () => openFolder(dataDirectory),
    'vault:rename': async ({ name }) => void (await setup.rename(name)),
    'setup:read': () => setup.read(),
    'setup:goTo': async (step) => void (await setup.goTo(step)),
    'bringBack:read': () => bringBack.read(),
    'bringBack:choose': (kind) => bringBack.choose(kind),
    'bringBack:findBackups': (request) => bringBack.findBackups(request),
    'bringBack:readArchive': (request) => bringBack.readArchive(request),
    // The state says how it goes.
    'bringBack:begin': (request) => void bringBack.begin(request),
    'bringBack:cancel': () => void bringBack.cancel(),
    'bringBack:leave': async () => void (await bringBack.leave()),
    'bringBack:setAside': async () => void (await bringBack.setAside()),
    'bringBack:open': async () => void (await bringBack.open()),
    'window:hold'(isHeld) {
      window.hold(isHeld)
      if (!isHeld) lock.app.saved()
    },
    'camera:open': () => camera.open(),
    'camera:close': () => void camera.close(),
    'clipboard:writeText': (text) => void clipboard.writeText(text),
    'desktop:read': () => switches.read(),
    'desktop:change': (change) => switches.change(change),
    'storage:read': () => storage.read(),
    'storage:change': (change) => storage.change(change),
    'export:choose': async () => archives.ask(window.parent, (await setup.read()).name),
    'export:show': () => void archives.show(),
    'identity:kit': () => kits.status(),
    'identity:saveKit': () => kits.save(window.parent),
    'identity:restoreKit': ({ words }) => restoreKit(words),
    'language:read': () => language.read(),
    'language:choose': async (chosen) => {
      await language.choose(chosen)
      desktop.writeAnew()
    },
    'registry:read': () => registries.read(),
    'registry:pasteSecret': () => registries.pasteSecret(),
    'registry:use': ({ url }) => registries.use(url),
    'connection:read': () => connection.read(),
    'connection:means': () => connection.means(),
    'connection:test': (way) => connection.test(way),
    'connection:use': async (next) => void (await connection.use(next)),
    'connection:tryNow': () => void connection.tryNow(),
    'connection:pasteToken': async (kind) => void (await connection.pasteToken(kind)),
    'connection:trustNewHostKey': async (server) =>
      (await confirmHostKey(window.parent, server.host, lock.app.signal)) &&
      connection.forgetHostKey(server),
  })

  async function restoreKit(words: string): Promise<boolean> {
    const kit = await kits.open(window.parent, words)
    if (kit === null) return false
    // Left before the vault has its keys, the first start is where it was.
    if (vault.status.state === 'none') await setup.goTo('welcome')
    const adopt = (identity: RestoredIdentity) => {
      restored = identity
    }
    await restoreFromKit({ vault, kits, dataDirectory, adopt }, kit)
    return true
  }

  async function startWith(change: Partial<AppSettings>): Promise<void> {
    await settings.change((before) => ({ ...before, ...change }))
    vault.start()
  }

  const firstState = await setup.read()
  desktop.showSetup(firstState)
  // At login nobody waits for a window; a first start is for nothing else.
  const argv = linkOfSystem === null ? process.argv : [linkOfSystem]
  await locking
  openLink = (link) => void desktop.openWith([link])
  if (firstState.step !== 'done' || !wasStartedAtLogin() || linkOfSystem !== null) {
    await desktop.openWith(argv)
  }
}

/** Only what the failed vault offered is done. */
async function takeWayOut(
  wayOut: WayOut,
  vault: VaultSupervisor,
  startWith: (change: Partial<AppSettings>) => Promise<void>,
): Promise<undefined> {
  const { status } = vault
  if (status.state !== 'failed' || !status.waysOut.includes(wayOut)) {
    throw new Error(`${wayOut} is not on offer`)
  }
  switch (wayOut) {
    case 'retry':
      return void vault.start()
    case 'use-key-file':
      return void (await startWith({ keys: 'file' }))
    case 'open-without-keys':
      return void (await startWith({ withoutKeys: true }))
    case 'open-data-folder':
      return void (await shell.openPath(status.dataDirectory))
    case 'quit':
      return void app.quit()
  }
}

function describeForLog(status: VaultStatus): object {
  const { state } = status
  if (state === 'restarting') return { state, cause: status.cause, attempt: status.attempt }
  if (state === 'starting' && status.encrypting) return { state, ...status.encrypting }
  if (state === 'failed') return { state, code: status.code, cause: status.message }
  return { state }
}

function sayOnTerminal(status: VaultStatus): void {
  if (status.state === 'ready') {
    console.log(`Your vault ${status.ename} answers at ${status.localUrl}/graphql`)
  } else if (status.state === 'failed') {
    console.error(`Your vault does not start (${status.code}): ${status.message}`)
  } else if (status.state === 'restarting') {
    console.error(`${status.cause} It is started again.`)
  }
}
