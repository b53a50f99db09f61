import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { desktopEntry, linkHandlerEntry, startsAtLogin } from './desktop-entry.ts'

const awkward = ['', ' ', 'a b', '"', "'", '`id`', '$HOME', '\\', '%f', '%%', 'ä ö', '#;&|<>~*?()']

test('an entry starts what it was made for, until it is switched off or made for another', () => {
  const command = ['/opt/eVault Desktop/evault', '--hidden']
  const entry = desktopEntry('eVault Desktop', command)
  expect(entry.split('\n')[3]).toBe('Exec="/opt/eVault Desktop/evault" "--hidden"')
  expect(startsAtLogin(entry, command)).toBe(true)
  expect(startsAtLogin('', command)).toBe(false)
  expect(startsAtLogin(`${entry}Hidden=true\n`, command)).toBe(false)
  const switchedOff = entry.replace('enabled=true', 'enabled=false')
  expect(startsAtLogin(switchedOff, command)).toBe(false)
  expect(startsAtLogin(entry, ['/elsewhere/evault', '--hidden'])).toBe(false)
})

test('an entry opens links of a scheme, which come after what is said anyway', () => {
  const entry = linkHandlerEntry('eVault Desktop', ['/opt/eVault', '/a b'], 'w3ds')
  expect(entry.split('\n')).toEqual([
    ...[
      '[Desktop Entry]',
      'Type=Application',
      'Name=eVault Desktop',
      'Exec="/opt/eVault" "/a b" %u',
    ],
    ...['Terminal=false', 'MimeType=x-scheme-handler/w3ds;', 'NoDisplay=true', ''],
  ])
  expect(() => linkHandlerEntry('x', ['/opt/a=b/evault'], 'w3ds')).toThrow('/opt/a=b/evault')
})

test('a program that no entry can start is refused', () => {
  expect(() => desktopEntry('x', ['/opt/a=b/evault'])).toThrow('/opt/a=b/evault')
  expect(() => desktopEntry('x', ['/opt/100%/evault'])).toThrow('/opt/100%/evault')
})

test('whatever the arguments hold, they are read back as they were', () => {
  const argument = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'"`$\\% =\n\t;\'') }),
    fc.constantFrom(...awkward),
  )
  fc.assert(
    fc.property(fc.array(argument), (rest) => {
      const command = ['/bin/evault', ...rest]
      const entry = desktopEntry('x', command)
      const [exec, ...others] = entry.split('\n').filter((line) => line.startsWith('Exec='))
      expect(others).toEqual([])
      expect(readExec(exec?.slice('Exec='.length) ?? '')).toEqual(command)
      expect(startsAtLogin(entry, command)).toBe(true)
    }),
  )
})

test.skipIf(!hasGio())('GLib hands a link over as it is', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'entry-'))
  try {
    const [program, file] = [join(directory, 'program'), join(directory, 'a.desktop')]
    const seen = join(directory, 'seen')
    await writeFile(program, `#!/bin/sh\nprintf "%s\\0" "$@" > "$0-" && mv "$0-" "${seen}"\n`)
    await chmod(program, 0o755)
    await writeFile(file, linkHandlerEntry('x', [program, '/a b'], 'w3ds'))
    const link = 'w3ds://auth?redirect=https%3A%2F%2Fa.example%2F&session=a%20b&platform=$(id)'
    execFileSync('gio', ['launch', file, link])
    const read = () => readFile(seen, 'utf8').catch(() => null)
    for (let waited = 0; waited < 5_000 && (await read()) === null; waited += 50) await sleep(50)
    expect((await read())?.split('\0').slice(0, -1)).toEqual(['/a b', link])
  } finally {
    await rm(directory, { recursive: true })
  }
})

test.skipIf(!hasGio())('GLib starts it with the arguments as they were', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'entry $x "é" `-'))
  try {
    const program = join(directory, 'pro gram\\')
    const [seen, file] = [join(directory, 'seen'), join(directory, 'a.desktop')]
    // Ends each argument with a zero, and says last that it is done.
    await writeFile(
      program,
      '#!/bin/sh\nprintf "%s\\0" "$@" > "$0-" && mv "$0-" "$(dirname "$0")/seen"\n',
    )
    await chmod(program, 0o755)
    const said = awkward.filter((one) => one !== '')
    await writeFile(file, desktopEntry('x', [program, ...said]))
    execFileSync('gio', ['launch', file])
    const read = () => readFile(seen, 'utf8').catch(() => null)
    for (let waited = 0; waited < 5_000 && (await read()) === null; waited += 50) await sleep(50)
    expect((await read())?.split('\0').slice(0, -1)).toEqual(said)
  } finally {
    await rm(directory, { recursive: true })
  }
})

/** Reads the value of an `Exec` key as the specification says. */
function readExec(value: string): string[] {
  const escapes: Record<string, string> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' }
  const text = value.replace(/\\(.)/g, (_, one: string) => escapes[one] ?? '?')
  const words: string[] = []
  for (let rest = text; rest !== ''; ) {
    const [whole, quoted] = /^"((?:[^"\\`$]|\\["`$\\])*)"(?: |$)/.exec(rest) ?? []
    if (whole === undefined || quoted === undefined) throw new Error(`Not quoted: ${rest}`)
    words.push(quoted.replace(/\\(["`$\\])/g, '$1').replaceAll('%%', '%'))
    rest = rest.slice(whole.length)
  }
  return words
}

function hasGio(): boolean {
  try {
    return execFileSync('gio', ['version'], { stdio: 'pipe' }).length > 0
  } catch {
    return false
  }
}
