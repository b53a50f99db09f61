import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { temporaryDirectory } from './support/test-vault.ts'

/** `npm run demo`, as somebody finds it who has just cloned this. */

interface Demo extends AsyncDisposable {
  readonly murmur: string
  readonly frames: string
  readonly wallet: string
  /** Ada's and Ben's. */
  readonly enames: readonly string[]
  readonly said: string
}

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let demo: Demo
beforeAll(async () => {
  directory = await temporaryDirectory()
  demo = await startDemo(join(directory.path, 'demo'))
})
afterAll(async () => {
  await demo[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

async function startDemo(data: string): Promise<Demo> {
  const args = ['scripts/demo.mjs', '--free-ports', '--data', data]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk
    })
  }
  await vi.waitUntil(() => /--fresh begins anew/.test(said) || child.exitCode !== null, {
    timeout: 100_000,
  })
  const find = (what: RegExp) => what.exec(said)?.[1] ?? ''
  return {
    said,
    murmur: find(/murmur +(http\S+)/),
    frames: find(/frames +(http\S+)/),
    wallet: find(/Wallet +(http\S+)/),
    enames: [...said.matchAll(/^ {2}(?:Ada|Ben) +(@\S+)/gm)].map(([, ename]) => ename ?? ''),
    [Symbol.asyncDispose]: () => stop(child),
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}

function unescaped(html: string): string {
  return html
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll('&amp;', '&')
}

/** A browser's cookies, and its way through the login page and the wallet. */
async function logIn(platform: string, ename: string) {
  const cookies = new Map<string, string>()
  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { cookie, origin: platform, ...init.headers }
    const answer = await fetch(new URL(path, platform), { redirect: 'manual', ...init, headers })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return answer
  }
  const page = await (await ask('/login')).text()
  const link = unescaped(/href="(w3ds:[^"]+)"/.exec(page)?.[1] ?? '')
  const signed = await fetch(`${demo.wallet}/sign`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ename, uri: link }),
  })
  expect(await signed.json()).toMatchObject({ state: 'delivered' })
  const entered = await ask('/login/enter', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(entered.status).toBe(303)
  return ask
}

test('two people are there with what they wrote, at both platforms, and their pictures', async () => {
  const [ada = '', ben = ''] = demo.enames
  expect(demo.enames).toHaveLength(2)
  for (const [platform, ename] of [
    [demo.murmur, ada],
    [demo.frames, ben],
  ] as const) {
    const ask = await logIn(platform, ename)
    const read = async () => (await ask('/')).text()
    await vi.waitUntil(
      async () =>
        /Up before the birds/.test(await read()) && /Reminder: none of/.test(await read()),
      { timeout: 40_000, interval: 200 },
    )
    const page = await read()
    expect(page).toContain('Ada Quiroga')
    const [, picture = ''] = /<img[^>]+src="(\/(?:murmurs|photos)\/[^"]+)"/.exec(page) ?? []
    const shown = await ask(picture)
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png'])
  }
})

test('what is written at one is at the other', async () => {
  const [ada = '', ben = ''] = demo.enames
  const write = await logIn(demo.murmur, ada)
  const page = await (await write('/')).text()
  const [, action = '', field = ''] =
    /<form[^>]+action="([^"]+)"[^>]*>(?:(?!<\/form>)[\s\S])*<textarea[^>]+name="([^"]+)"/.exec(
      page,
    ) ?? []
  const form = new FormData()
  form.set(field, 'From here to there')
  expect((await write(action, { method: 'POST', body: form })).status).toBe(303)
  const read = await logIn(demo.frames, ben)
  await vi.waitUntil(async () => (await (await read('/')).text()).includes('From here to there'), {
    timeout: 30_000,
    interval: 200,
  })
})

test('it is all there after a restart, and a folder of somebody else is left alone', async () => {
  await demo[Symbol.asyncDispose]()
  demo = await startDemo(join(directory.path, 'demo'))
  const ask = await logIn(demo.murmur, demo.enames[0] ?? '')
  const page = await (await ask('/')).text()
  expect(page).toContain('From here to there')
  expect(page.match(/Reminder: none of this/g)).toHaveLength(1)

  const theirs = join(directory.path, 'theirs')
  await mkdir(theirs)
  await writeFile(join(theirs, 'thesis.txt'), 'do not touch')
  await using refused = await startDemo(theirs)
  expect(refused.said).toContain('holds something that the demo has not made')
})
