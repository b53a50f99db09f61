import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startEmbeddedRegistry } from '../src/registry/embedded/server.ts'
import { HeadlessRun } from '../test/support/headless.ts'
import { freePort } from '../test/support/listen.ts'
import { makeRegistryKey } from '../test/support/registry-key.ts'
import { fingerprintOf } from '../test/support/sshd.ts'
import { expect, test, vaultAddress } from './app.ts'
import {
  askWhois,
  beginWay,
  openConnection,
  openSide,
  path,
  proofTimeout,
  removeWay,
  takeRegistry,
  wayRow,
} from './connection-window.ts'
import { look } from './looks.ts'

const secret = 'registry-secret-of-the-relay'

test('a relay is compared, proven, cut off, and ended; the vault comes back each time', {
  tag: '@pictures',
}, async ({ app }) => {
  test.setTimeout(240_000)
  const { window } = app
  const { ename } = await vaultAddress(window)
  await using registry = await startEmbeddedRegistry({
    ...{ directory: await mkdtemp(join(tmpdir(), 'evault-registry-')), port: 0, secret },
    signer: await makeRegistryKey(),
  })
  await window.getByRole('link', { name: 'Settings' }).click()
  await takeRegistry(app, registry.url, secret)
  await using place = await placeRelay(registry.url)
  const { hostKey } = await place.start()
  await using line = await openLine(place.sshPort)
  await openConnection(window)
  const dialog = await beginWay(window, 'Relay')
  await look(window, 'connection-relay')
  const fields = { Relay: '127.0.0.1', Port: String(line.port), 'Public address': place.url }
  for (const [name, text] of Object.entries(fields)) {
    await dialog.getByRole('textbox', { name, exact: true }).fill(text)
  }
  // Who runs the relay reads the same in its first line.
  const fingerprint = fingerprintOf({ hostKey })
  await dialog.getByRole('button', { name: 'Test' }).click()
  await expect(dialog.getByText('It works.')).toBeVisible({ timeout: proofTimeout })
  await expect(dialog).toContainText(`Key of the server: ${fingerprint} – seen for the first time`)
  await look(window, 'connection-relay-test', dialog.getByText('It works.'))
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(path(window)).toContainText(/Proven.*Confirmed.*Open/, { timeout: proofTimeout })
  await expect(wayRow(window)).toContainText(`Key of the server: ${fingerprint}`)
  const publicUrl = `${place.url}/${ename}`
  await expect(window.getByText(publicUrl).first()).toBeVisible()
  const found = await fetch(`${registry.url}/resolve?w3id=${encodeURIComponent(ename)}`)
  expect(await found.json()).toMatchObject({ uri: publicUrl })
  await askWhois(window, publicUrl)
  await openSide(window, 'Requests from outside')
  const requests = window.getByRole('grid', { name: 'Requests from outside' })
  await expect(
    requests.getByRole('row', { name: /127\.0\.0\.1.*GET \/whois Served/ }),
  ).toBeVisible()

  // Who asks meanwhile is counted by the relay, and the owner told.
  await openSide(window, 'Path')
  line.cut()
  await expect(path(window)).toContainText('Not connected')
  // The relay may notice a moment later than the app does.
  await expect.poll(async () => (await fetch(`${publicUrl}/whois`)).status).toBe(503)
  for (let times = 1; times < 3; times += 1) {
    // What is over within a second is no outage.
    await delay(500)
    expect((await fetch(`${publicUrl}/whois`)).status).toBe(503)
  }
  await delay(500)
  const cutAt = performance.now()
  line.mend()
  await expect(path(window)).toContainText('Proven', { timeout: 15_000 })
  console.info(`back ${Math.round(performance.now() - cutAt)} ms after the line was there again`)
  await openSide(window, 'History')
  const history = window.getByRole('grid', { name: 'When the vault was reachable' })
  await expect(history.getByRole('row', { name: /Was not reachable.*3 times/ })).toBeVisible()

  await openSide(window, 'Path')
  await place.kill()
  await expect(path(window)).toContainText('Not connected')
  await expect(wayRow(window)).toContainText('127.0.0.1 can’t be reached')
  await openSide(window, 'History')
  await expect(history.getByRole('row', { name: /Not reachable now/ })).toBeVisible()
  await look(window, 'connection-relay-history')
  await openSide(window, 'Path')
  await place.start()
  const startedAt = performance.now()
  await expect(path(window)).toContainText('Proven', { timeout: 15_000 })
  console.info(`back ${Math.round(performance.now() - startedAt)} ms after the relay was`)
  await askWhois(window, publicUrl)
  await removeWay(window)
})

/** Where an `evault relay` runs, a process of its own. */
async function placeRelay(registry: string) {
  const data = await mkdtemp(join(tmpdir(), 'evault-relay-'))
  const [port, sshPort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  const settings = {
    ...{ registry, data, listen: '127.0.0.1', 'public-url': url },
    ...{ port: String(port), 'ssh-port': String(sshPort) },
  }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  let run: HeadlessRun | null = null
  const kill = async () => {
    run?.kill('SIGKILL')
    await run?.ended()
  }
  return {
    ...{ url, sshPort, kill },
    /** What it says first. */
    async start() {
      run = new HeadlessRun(['relay', '--json', ...args])
      return (await run.ready()) as unknown as { readonly hostKey: string }
    },
    async [Symbol.asyncDispose]() {
      await kill()
      await rm(data, { recursive: true })
    },
  }
}

/** What leads from the vault to the relay, and can be cut: neither is told by the other. */
async function openLine(target: number) {
  const ends = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return void near.destroy()
    const far = connect(target, '127.0.0.1')
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end)
      end
        .on('error', () => {})
        .on('close', () => {
          ends.delete(end)
          other.destroy()
        })
    }
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    isCut = true
    for (const end of ends) end.destroy()
  }
  return {
    port: (server.address() as { port: number }).port,
    cut,
    mend() {
      isCut = false
    },
    async [Symbol.asyncDispose]() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
