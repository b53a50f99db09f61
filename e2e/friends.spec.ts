import { askAsOwner, expect, vaultAddress } from './app.ts'
import {
  answerOperation,
  askFriends,
  cancelRequest,
  decide,
  type Friend,
  fingerprintOf,
  openAndLoseKeys,
  test,
} from './friends.ts'
import { answerSystemDialog, openIdentity, renewKey } from './identity-window.ts'
import { dismissNews, expectNothing, look } from './looks.ts'

test.slow()

test('three friends are chosen, typed and proposed, any two of them', { tag: '@pictures' }, async ({
  town,
}) => {
  const { electron, window } = await town.open()
  const { ename } = await vaultAddress(window)
  const [anna, ben, carla] = town.friends
  await town.propose(carla, 'Notary Carla')
  await openIdentity(window)
  const section = window.getByRole('region', { name: 'Friends who can give you new keys' })
  await expect(section).toContainText('You have chosen nobody yet')
  await look(window, 'friends-none', section)

  await answerOperation(window, 'Notaries', (route) => route.abort())
  await section.getByRole('button', { name: 'Choose friends…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Friends who can give you new keys' })
  const field = dialog.getByRole('textbox', { name: 'eName of a friend' })
  const save = dialog.getByRole('button', { name: 'Save and renew key' })
  await expect(field).toBeFocused()
  await expect(dialog).toContainText('Saving renews the key of this computer')
  await expect(dialog.getByRole('alert')).toContainText('Your registry could not be asked')
  await look(window, 'friends-dialog-error')
  await window.unrouteAll()
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(dialog).toContainText('Notary Carla')
  await look(window, 'friends-dialog-empty')
  await save.click()
  await expect(dialog).toContainText('Add at least one friend.')

  await field.fill(ename.toUpperCase())
  await expect(dialog).toContainText('This is you. Choose somebody else.')
  await expect(dialog.getByRole('button', { name: 'Add', exact: true }).first()).toBeDisabled()
  await field.fill(anna.ename)
  await field.press('Enter')
  await expect(field).toHaveValue('')
  await field.fill(anna.ename.slice(1))
  await expect(dialog).toContainText('This eName is on the list already.')
  await look(window, 'friends-dialog-twice')
  await field.fill('@nobody.w3id')
  await field.press('Enter')
  await dialog.getByRole('button', { name: 'Add Notary Carla' }).click()
  await expect(dialog).toContainText('All of them are on your list.')
  await expect(dialog).toContainText('Any two of these three together can give your vault new keys')
  await dialog.getByRole('combobox', { name: 'How many have to approve' }).selectOption('3 of 3')
  await dialog.getByRole('combobox', { name: 'Waiting time' }).selectOption('3 days')
  await expect(dialog).toContainText(
    'Only all three together can give your vault new keys, after 3',
  )
  await expect(dialog).toContainText('If one of them can’t help when you need it, nobody can.')
  await look(window, 'friends-dialog-rule')

  // The vault finds nobody there, and says so where the names are.
  await save.click()
  await expect(dialog).toContainText(/@nobody\.w3id (has no vault|can't be reached)/)
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByRole('button', { name: 'Remove @nobody.w3id' }).click()
  await expect(field).toBeFocused()
  await dialog.getByRole('combobox', { name: 'How many have to approve' }).selectOption('2 of 2')
  await field.fill(ben.ename)

  await answerSystemDialog(electron, 0)
  await save.click()
  await expect(dialog.getByRole('alert')).toContainText('you did not confirm it')
  await look(window, 'friends-dialog-no')
  await answerSystemDialog(electron, 1)
  await save.click()
  await expect(dialog).toBeHidden()
  await expect(section).toContainText('Any 2 of 3 have to approve. New keys come after 3 days')
  await expect(section.getByRole('listitem')).toHaveCount(3)
  await expect(section).toContainText('Notary Carla')
  await expect(window.getByText('Key renewed', { exact: true })).toBeVisible()
  await look(window, 'friends-set', section)
  const { data } = await askAsOwner(window, '{ identity { trust { threshold trusted } } }')
  expect(data.identity.trust.threshold).toBe(2)
  expect([...data.identity.trust.trusted].sort()).toEqual(enames([anna, ben, carla]))

  await section.getByRole('button', { name: 'Edit friends…' }).click()
  await expect(save).toBeDisabled()
  await expect(dialog.getByRole('listitem')).toHaveCount(3)
  await window.keyboard.press('Escape')
  await expect(section.getByRole('button', { name: 'Edit friends…' })).toBeFocused()

  await section.getByRole('button', { name: 'Remove all friends…' }).click()
  const removing = window.getByRole('dialog', { name: 'Remove all friends?' })
  await expect(removing.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dismissNews(window)
  await look(window, 'friends-remove')
  await removing.getByRole('button', { name: 'Remove all and renew key' }).click()
  await expect(section).toContainText('You have chosen nobody yet')
  await expect(section.getByRole('heading').first()).toBeFocused()
})

test('lost keys: two friends approve new ones, and the vault is as it was', {
  tag: '@pictures',
}, async ({ town, launch }) => {
  const [anna, ben] = town.friends
  const lost = await openAndLoseKeys(town, launch, { trusted: town.friends, waitSeconds: 2 })
  const { electron, window } = lost.app
  await expect(window.getByText('Get your keys back')).toBeVisible()
  await look(window, 'keyless-overview')
  await window.getByRole('link', { name: 'Get your keys back' }).click()
  const keyless = window.getByRole('region', { name: 'No key of this vault is on this computer' })
  await expect(keyless).toContainText('2 of your 3 friends have to approve')
  await expect(window.getByRole('button', { name: 'Add a device…' })).toBeDisabled()
  await expect(window.getByRole('button', { name: 'Edit friends…' })).toBeDisabled()
  await expect(window.getByRole('button', { name: 'Save recovery kit…' })).toBeDisabled()
  await expect(window.getByText('so nothing can be renewed or added here')).toBeVisible()
  await look(window, 'keyless-identity')
  await keyless.getByRole('button', { name: 'Restore from recovery kit…' }).click()
  await expect(window.getByRole('dialog', { name: 'Restore from your recovery kit' })).toBeVisible()
  await window.keyboard.press('Escape')

  await askFriends(window, 'keyless-ask')
  const asked = window.getByRole('region', { name: 'Your friends are asked for new keys' })
  await expect(asked).toContainText('2 approvals are missing')
  await expect(asked).toContainText(/[0-9a-f]{4}/)
  await look(window, 'asked')
  await asked.getByRole('button', { name: 'Cancel the request…' }).click()
  const canceling = window.getByRole('dialog', { name: 'Cancel your request?' })
  await expectNothing(window)
  await canceling.getByRole('button', { name: 'Cancel the request' }).click()
  await expect(keyless).toContainText('Your last request was cancelled')
  await look(window, 'keyless-cancelled')

  await answerSystemDialog(electron, 1)
  await askFriends(window)
  await decide(anna, lost.ename, 'approve')
  await expect(asked).toContainText('One approval is missing', { timeout: 30_000 })
  await dismissNews(window)
  await look(window, 'asked-one')
  await decide(ben, lost.ename, 'approve')
  await expect(window.getByRole('region', { name: 'Your vault has new keys' })).toBeVisible({
    timeout: 40_000,
  })
  await look(window, 'recovered')
  await window.getByRole('button', { name: 'Done' }).click()
  await expect(window.getByText('Your vault has new keys')).toBeHidden()

  expect((await vaultAddress(window)).ename).toBe(lost.ename)
  await expect(window.getByText(/^Recovered with the approval of/)).toBeVisible()
  await renewKey(electron, window)
  await window.getByRole('link', { name: 'Data' }).click()
  await expect(window.getByRole('row', { name: /From before the loss/ })).toBeVisible()
})

test('a friend who asks is declined once, approved once, and that is taken back', async ({
  town,
  launch,
}) => {
  const friend = await town.open()
  const { ename } = await vaultAddress(friend.window)
  const trusted = [...town.friends.slice(0, 2), { ename }]
  const asker = await openAndLoseKeys(town, launch, { trusted, waitSeconds: 600 })
  await openIdentity(asker.app.window)
  await askFriends(asker.app.window)
  const fingerprint = await fingerprintOf(asker.app.window)

  const { electron, window } = friend
  const attention = window.getByRole('region', { name: 'Needs your attention' })
  await expect(attention).toContainText('Somebody who trusts you asks you', { timeout: 30_000 })
  await look(window, 'request-overview')
  await attention.getByRole('link', { name: 'Answer' }).click()
  const section = window.getByRole('region', { name: 'Others who ask you' })
  await expect(section).toContainText('Call them, at a number you had before')
  expect(await fingerprintOf(window)).toBe(fingerprint)
  await look(window, 'request', section)
  await section.getByRole('button', { name: /^Decline the request/ }).click()
  const declining = window.getByRole('dialog', { name: /^Decline the request of/ })
  await expect(declining.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expectNothing(window)
  await declining.getByRole('button', { name: 'Decline' }).click()
  await expect(section).toContainText('You declined')
  await expect(section.getByRole('heading', { name: 'Others who ask you' })).toBeFocused()
  const declined = asker.app.window.getByRole('list', { name: 'Friends and their answers' })
  await expect(declined).toContainText('Declined', { timeout: 30_000 })
  await look(asker.app.window, 'asked-declined')

  await cancelRequest(asker.app.window)
  await askFriends(asker.app.window)
  const approve = section.getByRole('button', { name: /^Approve the request/ })
  await expect(approve).toBeVisible({ timeout: 30_000 })
  await answerSystemDialog(electron, 0)
  await approve.click()
  await expect(section.getByRole('alert')).toContainText('you did not confirm it')
  await look(window, 'request-no', section)
  await answerSystemDialog(electron, 1)
  await approve.click()
  await expect(section).toContainText('You approved.')
  await expect(section).toContainText('Nobody waits for your answer.')
  await look(window, 'request-approved', section)
  await section.getByRole('button', { name: /^Take back/ }).click()
  const back = window.getByRole('dialog', { name: /^Take back your approval/ })
  await expectNothing(window)
  await back.getByRole('button', { name: 'Take back' }).click()
  await expect(section).toContainText('You declined.')
})

test('keys that come back stop what was asked for while they were gone', async ({
  town,
  launch,
}) => {
  const lost = await openAndLoseKeys(town, launch, { trusted: town.friends, waitSeconds: 86_400 })
  await openIdentity(lost.app.window)
  await askFriends(lost.app.window)
  await decide(town.friends[0], lost.ename, 'approve')
  await expect(lost.app.window.getByText('One approval is missing')).toBeVisible({
    timeout: 30_000,
  })
  await lost.app.quit()
  await lost.putBack()
  const { window } = await launch({ userData: lost.app.userData })
  await vaultAddress(window)
  const alarm = window.getByRole('region', { name: /^Somebody asks your friends for new keys/ })
  await expect(alarm).toContainText('approved it; 1 of 2 approvals are missing')
  await expect(alarm).toContainText('can’t happen before')
  await look(window, 'alarm-overview')
  await openIdentity(window)
  await look(window, 'alarm-identity')
  await alarm.getByRole('button', { name: 'It is me' }).click()
  const own = window.getByRole('region', { name: 'You have asked your friends for new keys' })
  await look(window, 'alarm-own')
  await own.getByRole('button', { name: 'Stop the request…' }).click()
  await window.getByRole('dialog').getByRole('button', { name: 'Cancel the request' }).click()
  await expect(own).toBeHidden()
  const { data } = await askAsOwner(window, '{ recovery { state } }')
  expect(data.recovery.state).toBe('cancelled')
})

function enames(friends: readonly Friend[]): string[] {
  return friends.map(({ ename }) => ename).sort()
}
