import { freePort } from '../test/support/listen.ts'
import { fingerprintOf, startSshd } from '../test/support/sshd.ts'
import { expect, test, vaultAddress } from './app.ts'
import { beginWay, openConnection, path, proofTimeout, wayRow } from './connection-window.ts'
import { answerDialogs } from './desktop-app.ts'
import { look } from './looks.ts'

test('a server whose key is another one is not trusted until the owner says so', {
  tag: '@pictures',
}, async ({ launch }) => {
  test.setTimeout(300_000)
  const app = await launch()
  const { electron, window } = app
  await vaultAddress(window)
  await openConnection(window)
  const dialog = await beginWay(window, 'Your own server, by SSH')
  const line = await dialog.getByText(/^ssh-ed25519 \S+ eVault Desktop$/).textContent()
  await using sshd = await startSshd(line ?? '')
  const port = await freePort()
  const fields = {
    Server: '127.0.0.1',
    ...{ 'SSH port': String(sshd.port), User: sshd.user },
    ...{ 'Public address': `http://127.0.0.1:${port}`, 'Port on the server': String(port) },
    'Listen at': '127.0.0.1',
  }
  for (const [name, text] of Object.entries(fields)) {
    await dialog.getByRole('textbox', { name, exact: true }).fill(text)
  }
  await dialog.getByRole('button', { name: 'Test' }).click()
  await expect(dialog.getByText('It works.')).toBeVisible({ timeout: proofTimeout })
  const serverKey = `Key of the server: ${fingerprintOf(sshd)}`
  await expect(dialog).toContainText(`${serverKey} – seen for the first time; kept when you save.`)
  await look(window, 'connection-ssh-test', dialog.getByText('It works.'))
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(path(window)).toContainText('Proven', { timeout: proofTimeout })
  await expect(wayRow(window)).toContainText(serverKey)

  await sshd.kill()
  sshd.changeHostKey('ed25519')
  await sshd.start()
  await window.getByRole('button', { name: 'Try now' }).click()
  const way = wayRow(window)
  await expect(way).toContainText('shows another key than before', { timeout: proofTimeout })
  await expect(way).toContainText(/Known\s*SHA256:/)
  await expect(path(window)).not.toContainText('Proven')
  await expect(path(window)).toContainText('last proven just now')
  await look(window, 'connection-host-key', way)

  const asked = await answerDialogs(electron, 0, 1)
  await way.getByRole('button', { name: 'Trust the new key…' }).click()
  await expect.poll(asked).toHaveLength(1)
  await expect(way).toContainText('shows another key than before')
  await way.getByRole('button', { name: 'Trust the new key…' }).click()
  await expect(path(window)).toContainText('Proven', { timeout: proofTimeout })
  expect(await asked()).toHaveLength(2)
})
