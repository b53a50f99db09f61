import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import { replaceFile } from '../../registry/replace-file.ts'
import { appImageFile, systemDataFolders, userDataHome } from '../environment.ts'
import { linkHandlerEntry } from './desktop-entry.ts'

const SCHEME = 'w3ds'
/** The entry of the installed app, in the menu; as package.json has it. */
const INSTALLED_ENTRY = 'evault-desktop.desktop'
/** The one that an app writes which is not installed. Under the same name it would hide the other. */
const OWN_ENTRY = 'evault-desktop-links.desktop'

/** The last `w3ds:` link of a command line; null when there is none. */
export function linkIn(argv: readonly string[]): string | null {
  return argv.findLast((argument) => /^w3ds:/i.test(argument)) ?? null
}

/**
 * Has the system open `w3ds://` links with this app: whichever was started last, the installed one
 * or one in development. An app that was started on another folder of data leaves the system alone:
 * links are for the owner's vault.
 * @throws Error when the system does not take it
 */
export async function openLinksOfSystem(): Promise<void> {
  if (app.commandLine.hasSwitch('user-data-dir')) return
  const ownArguments = app.isPackaged ? [] : [app.getAppPath()]
  const isTaken =
    process.platform === 'linux'
      ? await registerEntry(ownArguments)
      : app.setAsDefaultProtocolClient(SCHEME, process.execPath, ownArguments)
  if (!isTaken) throw new Error(`The system opens ${SCHEME} links with another program.`)
}

/** Linux: the system is told of an entry, which the app writes unless it is installed. */
async function registerEntry(ownArguments: readonly string[]): Promise<boolean> {
  if (app.isPackaged && hasInstalledEntry()) return app.setAsDefaultProtocolClient(SCHEME)
  await writeEntry(ownArguments)
  app.setDesktopName(OWN_ENTRY)
  const isTaken = app.setAsDefaultProtocolClient(SCHEME)
  // Windows and notifications belong to the app, not to that entry.
  app.setDesktopName(INSTALLED_ENTRY)
  return isTaken
}

/** Whether a package has put its entry among those of the system. */
function hasInstalledEntry(): boolean {
  return systemDataFolders().some((folder) =>
    existsSync(join(folder, 'applications', INSTALLED_ENTRY)),
  )
}

/** An AppImage is not installed, and so has no entry; nor has the app in development. */
async function writeEntry(ownArguments: readonly string[]): Promise<void> {
  const folder = join(userDataHome() ?? join(homedir(), '.local', 'share'), 'applications')
  await mkdir(folder, { recursive: true })
  const command = [appImageFile() ?? process.execPath, ...ownArguments]
  await replaceFile(join(folder, OWN_ENTRY), linkHandlerEntry(app.getName(), command, SCHEME))
}
