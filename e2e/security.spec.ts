import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRecord, expect, test, vaultAddress, vaultStatus } from './app.ts'

test('the window is shut in: no Node, no navigation, no new windows, no permissions', async ({
  app,
}) => {
  const { electron, window } = app
  const found = await window.evaluate(async () => ({
    node: ['require', 'process', 'Buffer', 'module'].filter((name) => name in globalThis),
    bridge: Object.keys(self.evault).sort(),
    opened: self.open('https://example.org') !== null,
    notifications: await Notification.requestPermission(),
    inlineScript: await new Promise<boolean>((resolve) => {
      document.addEventListener('securitypolicyviolation', () => resolve(false), { once: true })
      const script = document.createElement('script')
      script.textContent = 'window.ran = true'
      document.body.append(script)
      setTimeout(() => resolve('ran' in self), 500)
    }),
  }))
  expect(found).toEqual({
    node: [],
    bridge: ['call', 'on'],
    opened: false,
    notifications: 'denied',
    inlineScript: false,
  })

  const address = window.url()
  await window.evaluate(() => self.location.assign('https://example.org/'))
  await window.waitForTimeout(300)
  expect(window.url()).toBe(address)
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(
    1,
  )

  await expect(
    window.evaluate(() => self.evault.call('vault:wayOut', 'format-disk' as never)),
  ).rejects.toThrow()
  await expect(window.evaluate(() => self.evault.call('vault:wayOut', 'quit'))).rejects.toThrow(
    'not on offer',
  )
})

test('the window uses the owner listener without ever holding its token', async ({ app }) => {
  const { window } = app
  const status = await vaultStatus(window)
  if (status.state !== 'ready' || status.ownerUrl === null) throw new Error(status.state)
  const body = JSON.stringify({ query: '{ vault { ename } }' })
  const headers = { 'content-type': 'application/json' }

  const asked = await window.evaluate(
    async ([url, text]) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: text,
      })
      return response.json()
    },
    [status.ownerUrl, body] as const,
  )
  expect(asked).toEqual({ data: { vault: { ename: status.ename } } })
  expect(JSON.stringify(status)).not.toMatch(/token/i)

  const stranger = await fetch(status.ownerUrl, { method: 'POST', headers, body })
  expect(stranger.status).toBe(401)
})

test('the log holds no payload, token or key', async ({ launch }) => {
  const { window, quit, userData } = await launch()
  const vault = await vaultAddress(window)
  await createRecord(vault, { content: 'a very private sentence' })
  await fetch(`${vault.url}/graphql`, {
    method: 'POST',
    headers: { authorization: 'Bearer not-a-token', 'content-type': 'application/json' },
    body: '{"query": "{ __typename"',
  })
  await quit()
  const log = readFileSync(join(userData, 'logs', 'evault.log'), 'utf8')
  expect(log).toContain('vault open')
  expect(log).not.toMatch(/private sentence|Bearer|not-a-token|"token"|PRIVATE KEY/)
})
