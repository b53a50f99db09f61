import { execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect } from '@playwright/test'

/** The private Secret Service of the desktop that this worker is in (scripts/desktop-session.mjs). */
const sessionDirectory = () => process.env.EVAULT_SESSION ?? ''
const password = 'test'
const service = '--dest=org.freedesktop.secrets'
const collection = '/org/freedesktop/secrets/collection/login'

/** Locks the keychain, as a desktop does when its owner leaves. */
export function lockKeychain(): void {
  callSecretService('/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock', [
    `array:objpath:${collection}`,
  ])
  expect(isLocked()).toBe(true)
}

/** Unlocks it: without a person at a prompt, by a new daemon that is given the password. */
export async function unlockKeychain(): Promise<void> {
  if (!isLocked()) return
  const daemon = spawn(
    'gnome-keyring-daemon',
    ['--foreground', '--replace', '--unlock', '--components=secrets'],
    {
      env: { ...process.env, XDG_DATA_HOME: join(sessionDirectory(), 'keyring') },
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  )
  daemon.stdin.end(password)
  await expect.poll(isLocked).toBe(false)
}

function isLocked(): boolean {
  try {
    return callSecretService(collection, 'org.freedesktop.DBus.Properties.Get', [
      'string:org.freedesktop.Secret.Collection',
      'string:Locked',
    ]).includes('boolean true')
  } catch {
    // Between two daemons nobody answers.
    return true
  }
}

function callSecretService(path: string, method: string, args: string[]): string {
  const options = ['--session', '--print-reply', service, path, method, ...args]
  return execFileSync('dbus-send', options, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}
