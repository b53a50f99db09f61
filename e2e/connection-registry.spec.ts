import { expect, type RunningApp, test, vaultAddress } from './app.ts'
import { openConnection, path, proofTimeout, setUpOwnAddress } from './connection-window.ts'
import { dismissNews, look } from './looks.ts'

/** The part of the screen about the registry inside the app, and its switch. */
function registryOf({ window }: RunningApp) {
  const section = window.getByRole('region', { name: 'Registry on this computer' })
  return { section, letRead: section.getByRole('switch', { name: /^Let everybody read/ }) }
}

test('the registry inside the app is read by others as long as the owner lets them', {
  tag: '@pictures',
}, async ({ launch }) => {
  test.setTimeout(300_000)
  const first = await launch()
  const { ename } = await vaultAddress(first.window)
  await openConnection(first.window)
  await expect(first.window.getByText('Your vault is for this computer alone')).toBeVisible()
  await expect(registryOf(first).section).toHaveCount(0)

  const port = await setUpOwnAddress(first)
  const publicUrl = `http://127.0.0.1:${port}`
  const url = `${publicUrl}/registry`
  const found = async () => {
    const answer = await fetch(`${url}/resolve?w3id=${encodeURIComponent(ename)}`)
    return answer.ok ? (await answer.json()).uri : answer.status
  }
  const { section, letRead } = registryOf(first)
  await expect(letRead).not.toBeChecked()
  await expect(section).not.toContainText(url)
  expect(await found()).toBe(404)
  await look(first.window, 'connection-registry-closed', section)

  await letRead.focus()
  await first.window.keyboard.press('Space')
  await expect(letRead).toBeChecked()
  await expect(section).toContainText(`Others read it at ${url}`)
  await expect(letRead).toBeFocused()
  await expect(path(first.window)).toContainText(/Proven.*Confirmed.*Open/, {
    timeout: proofTimeout,
  })
  await expect.poll(found).toBe(publicUrl)
  const body = JSON.stringify({ ename, uri: 'https://evil.example', evault: '@evil' })
  const headers = { 'content-type': 'application/json' }
  expect((await fetch(`${url}/register`, { method: 'POST', headers, body })).status).toBe(404)
  await section.getByRole('button', { name: 'Copy address of the registry' }).click()
  const copied = await first.electron.evaluate(({ clipboard }) => clipboard.readText())
  expect(copied).toBe(url)
  await dismissNews(first.window)
  await look(first.window, 'connection-registry', section)
  await first.window.getByRole('tab', { name: 'Requests from outside' }).click()
  const grid = first.window.getByRole('grid', { name: 'Requests from outside' })
  await expect(
    grid.getByRole('row', { name: /registry\.resolve Served 200/ }).first(),
  ).toBeVisible()
  await first.quit()

  // What the owner said holds at the next start, too.
  const app = await launch({ userData: first.userData })
  await vaultAddress(app.window)
  await openConnection(app.window)
  const again = registryOf(app)
  await expect(again.section).toContainText(`Others read it at ${url}`, { timeout: proofTimeout })
  expect(await found()).toBe(publicUrl)
  await again.letRead.click()
  await expect(again.letRead).not.toBeChecked()
  await expect(again.section).not.toContainText(url)
  await expect(path(app.window)).toContainText('This computer only')
  expect(await found()).toBe(404)
})
