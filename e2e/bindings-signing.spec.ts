import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { askAsOwner, expect, vaultAddress } from './app.ts'
import {
  answerInstead,
  fulfil,
  linkToRelation,
  openBindings,
  png,
  putWaiting,
  short,
  test,
} from './bindings-window.ts'
import { answerSystemDialog } from './identity-window.ts'
import { dismissNews, look } from './looks.ts'

test.slow()

test('a self statement is made, signed and valid; a no is told', { tag: '@pictures' }, async ({
  app,
}) => {
  const { electron, window } = app
  const { ename } = await vaultAddress(window)
  await openBindings(window)
  await window.keyboard.press('n')
  const dialog = window.getByRole('dialog', { name: 'New document' })
  await expect(dialog.getByRole('combobox', { name: 'Type' })).toBeFocused()
  await dialog.getByRole('textbox', { name: 'eName of the other person' }).fill(ename)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await expect(dialog).toContainText('This is you. Enter the other person.')
  await look(window, 'bindings-new-relation')
  await chooseType(window, 'Self statement')
  await dialog.getByRole('textbox', { name: 'Your name' }).fill('Ada Byron')
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await expect(dialog.getByRole('heading', { name: 'You sign exactly this:' })).toBeFocused()
  await expect(dialog).toContainText('“I am Ada Byron.”')
  await look(window, 'bindings-new-check')

  await answerSystemDialog(electron, 0)
  await dialog.getByRole('button', { name: 'Sign…' }).click()
  await expect(dialog.getByRole('alert')).toContainText('It was not signed')
  await look(window, 'bindings-new-no')
  await answerSystemDialog(electron, 1)
  await dialog.getByRole('button', { name: 'Sign…' }).click()
  await expect(dialog).toBeHidden()
  const opened = window.getByRole('region', { name: 'Opened' })
  await expect(opened).toContainText('“I am Ada Byron.”')
  await expect(opened).toContainText('Valid. Signed with a key that is in use.')
  await expect(window.getByRole('link', { name: /^Self statement Ada Byron/ })).toBeVisible()
})

test('each type has a form, and a photograph is seen before it is signed', async ({ app }) => {
  const { electron, window, userData } = app
  await openBindings(window)
  await window.getByRole('button', { name: 'New document…' }).click()
  const dialog = window.getByRole('dialog', { name: 'New document' })
  for (const [type, problem] of [
    ['Identity card', 'Enter who checked the card.'],
    ['Personal parameters', 'Add at least one.'],
    ['Security question', 'Enter the question.'],
    ['Photograph', 'Choose a picture.'],
  ] as const) {
    await chooseType(window, type)
    await dialog.getByRole('button', { name: 'Continue' }).click()
    await expect(dialog).toContainText(problem)
    await look(window, `bindings-new-${type.split(' ')[0]?.toLowerCase()}`)
  }
  const [text, picture] = [join(userData, 'notes.png'), join(userData, 'me.png')]
  await writeFile(text, 'These bytes are no picture at all.')
  await writeFile(picture, Buffer.from(png, 'base64'))
  const file = dialog.locator('input[type=file]')
  await file.setInputFiles(text)
  await expect(dialog).toContainText('This is no picture that can be shown')
  await file.setInputFiles(picture)
  await expect(dialog.getByRole('img', { name: 'What the document shows' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await answerSystemDialog(electron, 1)
  await dialog.getByRole('button', { name: 'Sign…' }).click()
  await expect(dialog).toBeHidden()
  await expect(window.getByRole('link', { name: /^Photograph/ })).toBeVisible()
})

test('what became of a signature is told in words, and it can be sent again', async ({ app }) => {
  const { window } = app
  const sent = ['delivered', 'waits', 'refused', 'undelivered'].map((state, at) => ({
    ...{
      __typename: 'SentSignature',
      id: `s${at}`,
      vault: `@0b8f3a52-77c1-4f0e-9d3e-2a6f5f1c9b1${at}`,
    },
    ...{ documentId: '019a2c3e-7b11-7c42-a2f0-5f1c9b110000', subject: '@ada', type: 'self' },
    ...{ state, signedAt: '2026-01-24T11:00:00Z', triedAt: '2026-01-24T11:00:00Z' },
    reason: state === 'refused' ? 'This signer has signed already.' : null,
    data: { kind: 'self', name: 'Ada Byron' },
  }))
  let resent = 0
  for (const operation of ['SentSignatures', 'SentContents']) {
    await answerInstead(window, operation, (route) => fulfil(route, { sentSignatures: sent }))
  }
  await answerInstead(window, 'ResendSignature', (route) => {
    resent++
    Object.assign(sent[3] ?? {}, { state: 'delivered' })
    const change = { __typename: 'SentSignaturePayload', signature: sent[3], errors: [] }
    return fulfil(route, { change })
  })
  await openBindings(window)
  await window.getByText('Signed for others').click()
  const list = window.getByRole('list', { name: 'Signed for others' })
  await list.getByRole('link', { name: /Not taken/ }).click()
  const delivery = window.getByRole('region', { name: 'Delivery' })
  await expect(delivery).toContainText('This signer has signed already.')
  await look(window, 'bindings-sent-states')
  await list.getByRole('link', { name: /Waits for them/ }).click()
  await expect(delivery).toContainText('It counts there once they approve it.')
  await expect(delivery.getByRole('button', { name: 'Send again' })).toBeHidden()
  await list.getByRole('link', { name: /Not delivered/ }).click()
  await expect(delivery).toContainText('Their vault could not be reached')
  await delivery.getByRole('button', { name: 'Send again' }).click()
  await expect(delivery).toContainText('Your signature is under the document in their vault.')
  expect(resent).toBe(1)
})

test('a signature that waits is approved by a key, the next one refused', {
  tag: '@pictures',
}, async ({ village }) => {
  const { window } = await village.open()
  await vaultAddress(window)
  const ben = await village.people.meet('@0b8f3a52-77c1-4f0e-9d3e-2a6f5f1c9b11')
  const eva = await village.people.meet('@6de1c0aa-90b4-4d63-8a57-51c1d2a7e022')
  const withBen = await putWaiting(window, ben, 'Neighbours since 2019')
  const withEva = await putWaiting(window, eva, 'Worked together at the harbour')
  await expect(window.getByRole('link', { name: /Bindings.*2 signatures wait/ })).toBeVisible()
  await openBindings(window)
  const inbox = window.getByRole('region', { name: 'Waiting for you' })
  const rows = inbox.getByRole('link')
  await expect(rows).toHaveCount(2)
  await look(window, 'bindings-inbox')

  // The first press shows what is asked; nothing is approved unseen.
  await rows.first().focus()
  await window.keyboard.press('a')
  const opened = window.getByRole('region', { name: 'Opened' })
  await expect(opened).toContainText(`${short(ben.ename)} wants to sign this`)
  await expect(opened).toContainText('has signed, and waits for you')
  await expect(opened.getByRole('button', { name: 'Approve' })).toBeEnabled()
  // The one that waits, checked anew, and the one that is there already.
  await expect(opened.getByRole('list', { name: 'Signatures' })).toHaveText([/Valid\./, /Valid\./])
  await look(window, 'bindings-waiting')
  await window.keyboard.press('a')
  await expect(rows).toHaveCount(1)
  await expect(rows).toBeFocused()
  await expect(opened).toContainText(`${short(eva.ename)} wants to sign this`)
  expect(await signersOf(window, withBen)).toContain(ben.ename)

  await window.keyboard.press('r')
  const dialog = window.getByRole('dialog', { name: /^Refuse the signature of/ })
  await expect(dialog).toContainText('This can’t be undone')
  await look(window, 'bindings-refuse')
  await dialog.getByRole('button', { name: 'Refuse', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(inbox).toContainText('Nothing waits for your approval.')
  await expect(inbox.getByRole('heading')).toBeFocused()
  await expect(window.getByRole('link', { name: /signatures? waits?/ })).toHaveCount(0)
  expect(await signersOf(window, withEva)).not.toContain(eva.ename)

  await window.getByRole('link', { name: /^Relation.*Neighbours/ }).click()
  const signatures = opened.getByRole('list', { name: 'Signatures' })
  await expect(signatures.getByText('Valid.')).toHaveCount(2)
})

test('a document in a neighbour’s vault is opened by its link, signed and delivered', {
  tag: '@pictures',
}, async ({ village }) => {
  const { electron, window } = await village.open()
  const { ename } = await vaultAddress(window)
  const { neighbour } = village
  await openBindings(window)
  await window.getByRole('button', { name: 'Sign for somebody…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Sign for somebody' })
  const field = dialog.getByRole('textbox', { name: 'Link they gave you' })
  await expect(field).toBeFocused()
  await field.fill('w3ds://auth?redirect=https://a.example&session=s&platform=p')
  await expect(dialog).toContainText('It leads to no document.')
  await look(window, 'bindings-foreign-find')
  // Typed by hand, the link that leads nowhere no longer stands in the way.
  await dialog.getByRole('textbox', { name: 'Their eName' }).fill(neighbour.ename)
  await expect(field).toHaveValue('')
  await dialog.getByRole('button', { name: 'Open' }).click()
  await expect(dialog).toContainText('Enter the id of the document.')
  await field.fill(`${neighbour.ename}/${crypto.randomUUID()}`)
  await answerSystemDialog(electron, 0)
  await dialog.getByRole('button', { name: 'Open' }).click()
  await expect(dialog.getByRole('alert')).toContainText('you did not confirm it')
  await answerSystemDialog(electron, 1)
  await dialog.getByRole('button', { name: 'Open' }).click()
  await expect(dialog.getByRole('alert')).toContainText('has no binding document of this id')
  await look(window, 'bindings-foreign-none')

  await field.fill(await linkToRelation(neighbour, ename, 'Neighbours since 2019'))
  await expect(dialog.getByRole('textbox', { name: 'Their eName' })).toHaveValue(neighbour.ename)
  await dialog.getByRole('button', { name: 'Open' }).click()
  await expect(dialog).toContainText('Neighbours since 2019')
  await expect(dialog.getByRole('list', { name: 'Signatures' })).toContainText('Valid.')
  await look(window, 'bindings-foreign-look')
  await answerSystemDialog(electron, 0)
  await dialog.getByRole('button', { name: 'Sign…' }).click()
  await expect(dialog.getByRole('alert')).toContainText('It was not signed')
  await answerSystemDialog(electron, 1)
  await dialog.getByRole('button', { name: 'Sign…' }).click()
  await expect(dialog).toBeHidden()
  const opened = window.getByRole('region', { name: 'Opened' })
  await expect(opened.getByRole('region', { name: 'Delivery' })).toContainText('Delivered')
  await look(window, 'bindings-sent')

  await opened.getByRole('button', { name: 'Forget…' }).click()
  const forgetting = window.getByRole('dialog', { name: 'Forget this signature?' })
  await expect(forgetting).toContainText('what you signed remains signed')
  await dismissNews(window)
  await look(window, 'bindings-forget')
  await forgetting.getByRole('button', { name: 'Forget', exact: true }).click()
  await expect(window.getByText('You have signed nothing for others yet')).toBeVisible()
})

async function chooseType(window: Page, type: string): Promise<void> {
  const dialog = window.getByRole('dialog', { name: 'New document' })
  await dialog.getByRole('combobox', { name: 'Type' }).click()
  await window.getByRole('option', { name: type }).click()
}

async function signersOf(window: Page, id: string): Promise<string[]> {
  const { data } = await askAsOwner(
    window,
    'query ($id: ID!) { bindingDocument(id: $id) { signatures { signer } } }',
    { id },
  )
  return data.bindingDocument.signatures.map(({ signer }: { signer: string }) => signer)
}
