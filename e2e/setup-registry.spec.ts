import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startEmbeddedRegistry } from '../src/registry/embedded/server.ts'
import { makeRegistryKey } from '../test/support/registry-key.ts'
import { expect, test, vaultAddress, vaultStatus } from './app.ts'
import { answerSystemDialog } from './identity-window.ts'
import { keychainNames } from './kit-files.ts'
import { look } from './looks.ts'
import { button, expectStep, goToKeys } from './setup-window.ts'

const secret = 'registry-secret-of-the-first-start'

test('a registry on the network: asked first, its secret never in the window', async ({
  launch,
}) => {
  const directory = await mkdtemp(join(tmpdir(), 'evault-registry-'))
  const signer = await makeRegistryKey()
  await using registry = await startEmbeddedRegistry({ directory, port: 0, secret, signer })
  const { electron, window, userData, quit } = await launch({ firstRun: true })
  const { ename } = await goToRegistry(window)
  const address = window.getByRole('textbox', { name: 'Address' })
  const use = async (url: string) => {
    await address.fill(url)
    await button(window, 'Check and use').click()
  }
  const alert = window.getByRole('alert')

  await button(window, 'Paste secret from clipboard').click()
  await expect(alert).toContainText('The clipboard is empty')
  await electron.evaluate(({ clipboard }, text) => clipboard.writeText(text), secret)
  await button(window, 'Paste secret from clipboard').click()
  await expect(window.getByText('Secret taken')).toBeVisible()
  expect(await electron.evaluate(({ clipboard }) => clipboard.readText())).toBe('')

  await use('registry')
  await expect(alert).toContainText('This is no address of a registry')
  await use('http://registry.example')
  await expect(alert).toContainText('This address is not encrypted')
  await use(await closedAddress())
  await expect(alert).toContainText('refused')
  const { url: localUrl } = await vaultAddress(window)
  await use(localUrl)
  await expect(alert).toContainText('answers, but')
  expect(readFileSync(join(userData, 'settings.json'), 'utf8')).not.toContain('"registry":')
  expect(await resolve(registry.url, ename)).toBe(404)

  await answerSystemDialog(electron, 0)
  await use(`${registry.url}/`)
  await expect(alert).toContainText('You did not confirm it')
  expect(await resolve(registry.url, ename)).toBe(404)
  await answerSystemDialog(electron, 1)
  await use(`${registry.url}/`)
  await expectStep(window, 'Ready')
  await expect(window.getByText(`${new URL(registry.url).host} has confirmed`)).toBeVisible()
  await look(window, 'setup-ready-network')
  const vault = await vaultAddress(window)
  expect(vault.ename).toBe(ename)
  expect(await resolve(registry.url, ename)).toMatchObject({ ename, uri: vault.url })
  expect(await keychainNames()).toContain(`registry-secret/${registry.url}`)
  expect(await windowContent(window)).not.toContain(secret)
  await button(window, 'Back').click()
  await expect(address).toHaveValue(registry.url)
  await expect(window.getByText('Secret taken')).toBeVisible()
  expect(await windowContent(window)).not.toContain(secret)
  await button(window, 'Check and use').click()
  await button(window, 'Open my vault').click()
  await quit()

  for (const file of ['settings.json', 'logs/evault.log']) {
    const text = readFileSync(join(userData, file), 'utf8')
    expect([file, text.includes(registry.url), text.includes(secret)]).toEqual([file, true, false])
  }
  // The choice is kept over a restart.
  const again = await launch({ userData })
  await vaultAddress(again.window)
  const status = await vaultStatus(again.window)
  expect(status.state === 'ready' && status.registryUrl).toBe(registry.url)
  await rm(directory, { recursive: true })
})

/** To the form of a registry on the network. */
async function goToRegistry(window: Page) {
  await goToKeys(window, 'On the network')
  await button(window, 'Continue').click()
  await button(window, 'Later').click()
  await expectStep(window, 'Registry')
  await window.getByRole('radio', { name: /A registry on the network/ }).check()
  return vaultAddress(window)
}

/** Where nobody listens. */
async function closedAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return `http://127.0.0.1:${port}`
}

/** What a registry answers about an eName, or the status of its refusal. */
async function resolve(registryUrl: string, ename: string): Promise<unknown> {
  const answer = await fetch(`${registryUrl}/resolve?w3id=${encodeURIComponent(ename)}`)
  return answer.ok ? answer.json() : answer.status
}

/** All that the window holds and could show. */
function windowContent(window: Page): Promise<string> {
  return window.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')]
    return [
      document.documentElement.outerHTML,
      ...fields.map(({ value }) => value),
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
    ].join('\n')
  })
}
