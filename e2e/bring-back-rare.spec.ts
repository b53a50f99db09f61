import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { pack, unpack } from '../test/support/forged-archive.ts'
import { heldServer } from '../test/support/held-server.ts'
import { s3Server } from '../test/support/s3-server.ts'
import { expect, test } from './app.ts'
import { evault, expectBack, loseVault, passphrase } from './copies.ts'
import { chooseFile, emptyKeychain, keychainNames } from './kit-files.ts'
import { look } from './looks.ts'
import { button, heading } from './setup-window.ts'

test.describe.configure({ timeout: 240_000 })

const words = (window: Page, name = 'Words') => window.getByRole('textbox', { name })
const alert = (window: Page) => window.getByRole('alert')

test('a vault comes back from S3-compatible storage; looking and restoring can be cancelled', {
  tag: '@pictures',
}, async ({ launch }) => {
  const lost = await loseVault(launch)
  await using server = await s3Server(lost.userData)
  const { endpoint, region, bucket, accessKeyId, secretAccessKey } = server.settings
  await evault(
    ['backup', '--to', `s3://${bucket}/family`, '--begin', '--data', join(lost.userData, 'vault')],
    {
      ...{ EVAULT_S3_ENDPOINT: endpoint, EVAULT_S3_REGION: region },
      ...{ EVAULT_S3_ACCESS_KEY_ID: accessKeyId, EVAULT_S3_SECRET_ACCESS_KEY: secretAccessKey },
    },
  )
  await using held = await heldServer(endpoint)
  const { electron, window, userData } = await launch({ firstRun: true })
  await button(window, 'I have a backup').click()
  await window.getByRole('radio', { name: 'On a server that speaks S3' }).click()
  await window.getByLabel('Address of the server').fill(held.endpoint)
  await window.getByLabel('Region').fill(region)
  await window.getByLabel('Bucket', { exact: true }).fill(bucket)
  await window.getByLabel('Folder in the bucket').fill('/family/')
  await window.getByLabel('Access key ID').fill(accessKeyId)
  await window.getByLabel('Secret access key').fill('wrong')
  await words(window).fill(lost.words.join(' '))
  await chooseFile(electron, lost.kit)
  const lookFor = button(window, 'Choose kit file and look…')
  await lookFor.click()
  await expect(alert(window)).toContainText('Look at the access key, its secret and rights')
  await window.getByLabel('Secret access key').fill(secretAccessKey)

  held.hold()
  await lookFor.click()
  await button(window, 'Cancel').click()
  await expect(lookFor).toBeEnabled()
  await expect(alert(window)).toHaveCount(0)
  held.release()
  await lookFor.click()
  await expect(heading(window, 'Which backup?')).toBeVisible()
  await look(window, 'bring-back-server')

  const ofVaults = async () => (await readdir(userData)).filter((name) => name.startsWith('vault'))
  expect(await ofVaults()).toEqual([])
  // Before anything has come, and in the middle of it.
  for (const bytes of [0, 100_000]) {
    held.hold(bytes)
    await button(window, 'Bring back').click()
    await expect(heading(window, 'Bringing your vault back')).toBeVisible()
    if (bytes > 0) {
      await expect.poll(() => readdir(userData)).toContain('vault.restoring')
      await window.waitForTimeout(1_000)
    }
    await button(window, 'Cancel').click()
    await expect(heading(window, 'Which backup?')).toBeVisible({ timeout: 8_000 })
    await expect(alert(window)).toHaveCount(0)
    expect(await ofVaults()).toEqual([])
    const settings = await readFile(join(userData, 'settings.json'), 'utf8')
    expect(JSON.parse(settings).bringingBack).toBeUndefined()
    held.release()
  }
  await button(window, 'Bring back').click()
  await expect(window.getByText('All of it is there, compared with the copy')).toBeVisible({
    timeout: 60_000,
  })
  await button(window, 'Open my vault').click()
  await expect(window.getByRole('link', { name: 'Overview' })).toBeVisible()
  await expectBack(window, lost)
  expect(JSON.stringify(await keychainNames())).not.toContain('backup-place')
  await emptyKeychain()
})

test('an archive that nobody vouches for comes back once the owner says to know it', async ({
  launch,
}) => {
  const lost = await loseVault(launch)
  const entries = await unpack(lost.archive)
  expect(entries.delete('manifest.sig')).toBe(true)
  const unsigned = join(lost.userData, 'unsigned.zip')
  await pack(unsigned, entries)
  const { electron, window } = await launch({ firstRun: true })
  await button(window, 'I have an archive').click()
  await chooseFile(electron, unsigned)
  await button(window, 'Choose archive…').click()
  await expect(window.getByText(unsigned)).toBeVisible()
  await words(window).fill(lost.words.join(' '))
  await chooseFile(electron, lost.kit)
  await button(window, 'Choose kit file and look…').click()
  await expect(window.getByText('Nobody vouches for this archive')).toBeVisible()
  const bring = button(window, 'Bring back')
  await expect(bring).toBeDisabled()
  await window.getByRole('checkbox', { name: 'I know where it comes from' }).check()
  await look(window, 'bring-back-unsigned')
  await bring.click()
  await expect(window.getByText('All of it is there')).toBeVisible({ timeout: 60_000 })
  await button(window, 'Open my vault').click()
  await expect(window.getByRole('link', { name: 'Overview' })).toBeVisible()
  await expectBack(window, lost)
  await emptyKeychain()
})

test('a wrong passphrase, and words of no kit, are told in German without a word of English', async ({
  launch,
}) => {
  const lost = await loseVault(launch, 1)
  const userData = await mkdtemp(join(tmpdir(), 'evault-app-'))
  await writeFile(join(userData, 'settings.json'), JSON.stringify({ language: 'de' }))
  const { electron, window } = await launch({ userData })
  await button(window, 'Ich habe ein Backup').click()
  await chooseFile(electron, lost.drive)
  await button(window, 'Ordner wählen …').click()
  await window.getByRole('radio', { name: 'Die Passphrase der Backups' }).click()
  await window.getByLabel('Passphrase', { exact: true }).fill(`${passphrase}?`)
  await button(window, 'Backups suchen').click()
  await expect(alert(window)).toContainText('Damit lassen sich diese Backups nicht öffnen')
  await expect(alert(window)).toContainText('Prüfe, was du eingegeben und gewählt hast')
  await expect(alert(window)).not.toContainText(english)

  await window.getByRole('radio', { name: 'Mein Wiederherstellungs-Kit' }).click()
  await words(window, 'Wörter').fill([...lost.words].reverse().join(' '))
  await chooseFile(electron, lost.kit)
  await button(window, 'Kit-Datei wählen und suchen …').click()
  await expect(alert(window)).toContainText('Das Wiederherstellungs-Kit wurde nicht angenommen.')
  await expect(alert(window)).not.toContainText(english)
  await rm(userData, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
})

/** Of what the vault says, and codes. */
const english = / the | not |Meldung des Vaults|_/
