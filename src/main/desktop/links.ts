import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import { replaceFile } from '../../registry/replace-file.ts'
import { appImageFile, userDataHome } from '../environment.ts'
import { linkHandlerEntry } from './desktop-entry.ts'

const SCHEME = 'w3ds'
/** As package.json has it: the system is told that this entry opens links. */
const ENTRY = 'evault-desktop.desktop'

/** The last `w3ds:` link of a command line; null when there is none. */
export function linkIn(argv: readonly string[]): string | null {
  return argv.findLast((argument) => /^w3ds:/i.test(argument)) ?? null
}

/**
 * Has the system open `w3ds://` links with this app. An app that was started on another folder of
 * data leaves the system alone: links are for the owner's vault.
 * @throws Error when the system does not take it
 */
export async function openLinksOfSystem(): Promise<void> {
  if (app.commandLine.hasSwitch('user-data-dir')) return
  const ownArguments = app.isPackaged ? [] : [app.getAppPath()]
  if (process.platform === 'linux') await writeEntry(ownArguments)
  const isTaken = app.isPackaged
    ? app.setAsDefaultProtocolClient(SCHEME)
    : app.setAsDefaultProtocolClient(SCHEME, process.execPath, ownArguments)
  if (!isTaken) throw new Error(`The system opens ${SCHEME} links with another program.`)
}

/** An AppImage is not installed, and so has no entry; nor has the app in development. */
async function writeEntry(ownArguments: readonly string[]): Promise<void> {
  const folder = join(userDataHome() ?? join(homedir(), '.local', 'share'), 'applications')
  await mkdir(folder, { recursive: true })
  const command = [appImageFile() ?? process.execPath, ...ownArguments]
  await replaceFile(join(folder, ENTRY), linkHandlerEntry(app.getName(), command, SCHEME))
}
