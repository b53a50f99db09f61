import { execFile } from 'node:child_process'
import { access, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readGuide, type Step, shownPattern } from './support/guide.ts'
import { buildHeadless } from './support/headless.ts'
import { Terminal } from './support/terminal.ts'
import { temporaryDirectory } from './support/test-vault.ts'

/** The developer guide, done as it says: its commands typed, its files written. */

const page = await readFile('docs/developer-guide.md', 'utf8')
const sections = readGuide(page)
const own = 'guestbook'
const patienceMs = 30_000

// Its commands are those of a Unix shell.
describe.skipIf(process.platform === 'win32')('who does what the guide says', () => {
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>
  let withPorts: (text: string) => string
  let main: Terminal
  const terminals = new Map<string, Terminal>()
  let network = ''
  let isStuck = false

  beforeAll(async () => {
    await buildHeadless()
    await promisify(execFile)(process.execPath, ['scripts/build-lib.mjs'])
    folder = await temporaryDirectory()
    await putCheckout(join(folder.path, 'evault-desktop'))
    withPorts = await freePorts()
    main = new Terminal(folder.path)
  }, 280_000)

  afterAll(async () => {
    for (const terminal of [...[...terminals.values()].reverse(), main]) {
      await terminal[Symbol.asyncDispose]()
    }
    await folder[Symbol.asyncDispose]()
  })

  for (const { title, steps } of sections) {
    const todo = steps.filter(({ kind }) => kind === 'file' || kind === 'type')
    if (todo.length === 0) continue
    test(title, async () => {
      expect(isStuck).toBe(false)
      isStuck = true
      for (const step of todo) await take(step)
      isStuck = false
    }, 120_000)
  }

  async function take(step: Step): Promise<void> {
    if (step.kind === 'file') {
      const path = join(folder.path, own, step.path)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, withPorts(step.content))
    }
    if (step.kind === 'type') {
      if (step.goesOn === null) await type(step)
      else await start(step, step.goesOn)
    }
  }

  async function start({ lines, shown }: Step & { kind: 'type' }, name: string): Promise<void> {
    const terminal = new Terminal(folder.path)
    terminals.set(name, terminal)
    const output = await terminal.start(asTyped(lines), shownPattern(withPorts(shown ?? '')))
    if (name === 'network') network = output
  }

  async function type({ lines, shown, isAwaited }: Step & { kind: 'type' }): Promise<void> {
    const pattern = shownPattern(withPorts(shown ?? ''))
    const typed = asTyped(lines)
    const until = Date.now() + (isAwaited ? patienceMs : 0)
    let { stdout, isGood } = await main.type(typed)
    while (Date.now() < until && !(isGood && pattern.test(stdout))) {
      await new Promise((resolve) => setTimeout(resolve, 500))
      ;({ stdout, isGood } = await main.type(typed))
    }
    expect(isGood, `${lines}\n${main.stderr}`).toBe(true)
    expect(stdout).toMatch(pattern)
  }

  /** As somebody types it who has their own eNames before them, and other ports. */
  function asTyped(lines: string): string {
    const ports = '--port 4000 --registry-port 4321 --wallet-port 3003'
    return withPorts(lines.replace(/evault -- dev.*/, `$& ${ports}`))
      .replaceAll('npm install', 'npm install --prefer-offline --no-audit --no-fund')
      .replace('@your-ename', enameOf('Ada'))
      .replace('@bens-ename', enameOf('Ben'))
  }

  const enameOf = (name: string) => new RegExp(`${name} +(@\\S+)`).exec(network)?.[1] ?? ''
})

test('what the guide quotes is in the samples as it says', async () => {
  const quotes = sections.flatMap(({ steps }) => steps.filter((step) => step.kind === 'quote'))
  expect(quotes.length).toBeGreaterThan(5)
  for (const { path, content } of quotes) expect(await readFile(path, 'utf8')).toContain(content)
})

test('its links lead somewhere, and what it says of the packages is so', async () => {
  for (const [, path = '', anchor] of page.matchAll(/\]\((?!http)([^)#]*)(?:#([^)]*))?\)/g)) {
    const target = join('docs', path)
    await access(target)
    if (anchor === undefined) continue
    const headings = [...(await readFile(target, 'utf8')).matchAll(/^#+ (.*)$/gm)]
    expect(
      headings.map(([, heading = '']) => heading.toLowerCase().replaceAll(' ', '-')),
    ).toContain(anchor)
  }
  const { version } = JSON.parse(await readFile('package.json', 'utf8'))
  for (const [, named] of page.matchAll(/-([\d.]+)\.tgz/g)) expect(named).toBe(version)
})

/** A clone after `npm ci` and `npm run build:lib`. What commands leave in it is not left in ours. */
async function putCheckout(to: string): Promise<void> {
  await mkdir(to)
  for (const name of ['package.json', 'node_modules', 'scripts', 'out']) {
    await symlink(join(process.cwd(), name), join(to, name))
  }
}

/** Other ports than those of the guide, which somebody may have. */
async function freePorts(): Promise<(text: string) => string> {
  const ports = new Map<string, string>()
  let next = 20_000 + Math.floor(Math.random() * 10_000)
  // 4001 comes after 4000.
  for (const usual of ['4000', '4001', '4321', '3001', '3003', '3009', '3019']) {
    while (!(await isFree(next))) next += 1
    ports.set(usual, String(next))
    next += 1
  }
  const all = new RegExp(`(?<![\\w-])(${[...ports.keys()].join('|')})(?![\\w-])`, 'g')
  return (text) => text.replace(all, (port) => ports.get(port) ?? port)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
