import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, vaultAddress } from './app.ts'
import {
  answerInstead,
  fulfil,
  lookAt,
  openBindings,
  put,
  putWaiting,
  relation,
  short,
  test,
} from './bindings-window.ts'
import { askAsOwner } from './friends.ts'
import { answerSystemDialog } from './identity-window.ts'

test.slow()

/** One pixel. */
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='

test('an empty vault says what bindings are for', async ({ launch }) => {
  const { window } = await launch()
  await vaultAddress(window)
  await openBindings(window)
  await expect(window.getByText('Nothing waits for your approval.')).toBeVisible()
  await expect(window.getByText('You have no binding documents yet')).toBeVisible()
  await lookAt(window, 'empty')
  await window.getByText('Signed for others').click()
  await expect(window.getByText('You have signed nothing for others yet')).toBeVisible()
  await lookAt(window, 'sent-empty')
})

test('a relation shows both people, who has signed, and whether that counts', async ({
  village,
}) => {
  const { window } = await village.open()
  const { ename } = await vaultAddress(window)
  const ben = await village.people.meet('@0b8f3a52-77c1-4f0e-9d3e-2a6f5f1c9b11')
  const id = await put(window, relation(ename, ben.ename, 'Neighbours since 2019'))
  await openBindings(window)
  const row = window.getByRole('link', { name: /^Relation Neighbours since 2019 · @0b8f/ })
  await row.click()
  expect(window.url()).toContain(`document=${id}`)
  const opened = window.getByRole('region', { name: 'Opened' })
  const signatures = opened.getByRole('list', { name: 'Signatures' })
  await expect(signatures.getByRole('listitem')).toHaveCount(1)
  await expect(signatures).toContainText('Valid. Signed with a key that is in use.')
  const card = opened.getByRole('article', { name: 'Relation' })
  await expect(card.getByRole('listitem').first()).toContainText('has signed')
  await expect(card.getByRole('listitem').last()).toContainText('has not signed')
  await expect(opened).toContainText(`${short(ben.ename)} has not signed yet`)
  await lookAt(window, 'relation')

  await opened.getByRole('button', { name: /^Exactly what is signed/ }).click()
  await expect(opened.getByRole('region', { name: 'Canonical JSON' })).toContainText(
    `"subject":"${ename}","type":"social_connection"}`,
  )
  await lookAt(window, 'canonical')
  await window.goBack()
  await expect(opened).toContainText('Nothing is open')
})

test('a signature that waits is approved by a key, the next one refused', async ({ village }) => {
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
  await lookAt(window, 'inbox')

  // The first press shows what is asked; nothing is approved unseen.
  await rows.first().focus()
  await window.keyboard.press('a')
  const opened = window.getByRole('region', { name: 'Opened' })
  await expect(opened).toContainText(`${short(ben.ename)} wants to sign this`)
  await expect(opened).toContainText('It was checked when it came')
  await expect(opened).toContainText('has signed, and waits for you')
  await expect(opened.getByRole('button', { name: 'Approve' })).toBeEnabled()
  await expect(opened.getByRole('list', { name: 'Signatures' })).toContainText('Valid.')
  await lookAt(window, 'waiting')
  await window.keyboard.press('a')
  await expect(rows).toHaveCount(1)
  await expect(rows).toBeFocused()
  await expect(opened).toContainText(`${short(eva.ename)} wants to sign this`)
  expect(await signersOf(window, withBen)).toContain(ben.ename)

  await window.keyboard.press('r')
  const dialog = window.getByRole('dialog', { name: /^Refuse the signature of/ })
  await expect(dialog).toContainText('This can’t be undone')
  await lookAt(window, 'refuse')
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

test('documents of each type are drawn as what they are', async ({ village }) => {
  const { window } = await village.open()
  const { ename: subject } = await vaultAddress(window)
  const office = await village.people.provider()
  await put(window, { subject, type: 'self', data: { kind: 'self', name: 'Ada Byron' } })
  await put(
    window,
    {
      ...{ subject, type: 'id_document' },
      data: { vendor: 'Town hall', reference: 'K-2210-77', name: 'Ada Byron', expires: '2031-05' },
    },
    office,
  )
  await put(window, { subject, type: 'photograph', data: { photoBlob: png } })
  await put(window, { subject, type: 'photograph', data: { photoBlob: 'bm8gcGljdHVyZQ==' } })
  await put(window, { subject, type: 'personal_parameters', data: { height: 170, eyes: 'green' } })
  await put(window, {
    ...{ subject, type: 'security_question' },
    data: { question: 'What was your first pet called?', answer: 'Rex' },
  })
  await openBindings(window)
  const list = window.getByRole('list', { name: 'Your documents' })
  await expect(list.getByRole('link')).toHaveCount(6)
  const opened = window.getByRole('region', { name: 'Opened' })

  await list.getByRole('link', { name: /^Identity card/ }).click()
  const card = opened.getByRole('article', { name: 'Identity card' })
  await expect(card).toContainText('Town hall')
  await expect(card.getByRole('table', { name: 'Further fields' })).toContainText('2031-05')
  await expect(opened.getByRole('list', { name: 'Signatures' })).toContainText('provider')
  await expect(opened).toContainText('Valid.')
  await lookAt(window, 'identity-card')

  // Arrows walk the list, and what is open follows.
  await list.getByRole('link', { name: /^Identity card/ }).focus()
  await window.keyboard.press('ArrowUp')
  await expect(opened.getByRole('img', { name: 'What the document shows' })).toBeVisible()
  await lookAt(window, 'photograph')
  await window.keyboard.press('ArrowUp')
  await expect(opened).toContainText('is no picture that can be shown')
  await window.keyboard.press('ArrowUp')
  await expect(opened.getByRole('table', { name: 'Personal parameters' })).toContainText('green')
  await lookAt(window, 'parameters')
  await window.keyboard.press('ArrowUp')
  await expect(opened).toContainText('What was your first pet called?')
  await expect(opened).not.toContainText('Rex')
  await lookAt(window, 'question')
  await opened.getByRole('button', { name: 'Show answer' }).click()
  await expect(opened).toContainText('Rex')
  await opened.getByRole('button', { name: 'JSON', exact: true }).click()
  await lookAt(window, 'json')
  await window.keyboard.press('Escape')
  await expect(opened).toContainText('Nothing is open')
  await expect(list.getByRole('link', { name: /^Security question/ })).toBeFocused()

  await window.getByRole('combobox', { name: 'Type of document' }).click()
  await window.getByRole('option', { name: 'Self statement' }).click()
  await expect(list.getByRole('link')).toHaveCount(1)
  await expect(window.getByText('1 document', { exact: true })).toBeVisible()
  expect(window.url()).toContain('type=self')
  await window.goBack()
  await expect(list.getByRole('link')).toHaveCount(6)
})

test('more than a page of documents is read a page at a time', async ({ launch }) => {
  const { window } = await launch()
  const { ename: subject } = await vaultAddress(window)
  for (let at = 1; at <= 23; at++) {
    await put(window, { subject, type: 'self', data: { kind: 'self', name: `Name ${at}` } })
  }
  await openBindings(window)
  const links = window.getByRole('list', { name: 'Your documents' }).getByRole('link')
  await expect(links).toHaveCount(20)
  await expect(links.first()).toContainText('Name 23')
  await expect(window.getByText('23 documents')).toBeVisible()
  await window.getByRole('button', { name: 'Load more' }).click()
  await expect(links).toHaveCount(23)
  await expect(window.getByRole('button', { name: 'Load more' })).toBeHidden()
  await put(window, { subject, type: 'self', data: { kind: 'self', name: 'The newest' } })
  await expect(links).toHaveCount(24)
  await expect(links.first()).toContainText('The newest')
})

test('a verdict is never guessed: checking, former, invalid, not now', async ({ launch }) => {
  const { window } = await launch()
  const { ename: subject } = await vaultAddress(window)
  const id = await put(window, { subject, type: 'self', data: { kind: 'self', name: 'Ada' } })
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const common = {
    ...{ __typename: 'SignatureVerdict', signer: subject, timestamp: '2026-01-24T11:00:00Z' },
    ...{ publicKey: null, keyState: null, reason: null, message: '' },
  }
  let verdict: object = { ...common, verdict: 'valid', keyState: 'former' }
  await answerInstead(window, 'BindingVerdicts', async (route) => {
    await released
    const bindingDocument = { __typename: 'BindingDocument', id, verdicts: [verdict] }
    await fulfil(route, { bindingDocument })
  })
  await openBindings(window)
  const row = window.getByRole('link', { name: /^Self statement/ })
  await row.click()
  const signatures = window.getByRole('list', { name: 'Signatures' })
  await expect(signatures).toContainText('Checking…')
  await expect(signatures).not.toContainText('Valid')
  await lookAt(window, 'checking')
  release()
  await expect(signatures).toContainText('Valid. Signed before the key was renewed.')
  await lookAt(window, 'former')

  const again = async (next: object) => {
    verdict = { ...common, ...next }
    await window.getByRole('button', { name: 'Close document' }).click()
    await row.click()
  }
  await again({ verdict: 'invalid', reason: 'WRONG_SIGNATURE' })
  await expect(signatures).toContainText('Invalid. None of the signer’s keys made it')
  await lookAt(window, 'invalid')
  const message = 'The vault of the signer does not answer.'
  await again({ verdict: 'unknown', reason: 'UNREACHABLE', message })
  await expect(signatures).toContainText(`Can’t be checked now. ${message}`)
  await lookAt(window, 'unknown')
  verdict = { ...common, verdict: 'valid', keyState: 'current' }
  await signatures.getByRole('button', { name: 'Check again' }).click()
  await expect(signatures).toContainText('Valid. Signed with a key that is in use.')
})

test('lists and documents that can’t be read say so, with a way to try again', async ({
  launch,
}) => {
  const { window } = await launch()
  const { ename: subject } = await vaultAddress(window)
  await put(window, { subject, type: 'self', data: { kind: 'self', name: 'Ada' } })
  const failing = new Set(['BindingPage', 'WaitingSignatures', 'SentSignatures', 'BindingVerdicts'])
  for (const operation of [...failing]) {
    await answerInstead(window, operation, (route) =>
      failing.has(operation) ? route.abort() : route.fallback(),
    )
  }
  await window.reload()
  await openBindings(window)
  await expect(window.getByRole('alert').first()).toContainText('could not be read')
  await expect(window.getByText('The documents could not be read')).toBeVisible()
  await lookAt(window, 'failed')
  await window.getByText('Signed for others').click()
  await expect(window.getByText('What you signed for others could not be read')).toBeVisible()
  failing.delete('BindingPage')
  await window.getByText('Your documents').click()
  await window.getByRole('button', { name: 'Try again' }).last().click()
  await window.getByRole('link', { name: /^Self statement/ }).click()
  const signatures = window.getByRole('list', { name: 'Signatures' })
  await expect(signatures).toContainText('Can’t be checked now. The vault did not answer.')
  await lookAt(window, 'verdict-failed')
  failing.clear()
  await signatures.getByRole('button', { name: 'Check again' }).click()
  await expect(signatures).toContainText('Valid.')
  await window.goto(`${window.url().replace(/#.*/, '')}#/bindings?document=none`)
  await expect(window.getByText('This document is not in your vault')).toBeVisible()
})

test('a self statement is made, signed and valid; a no is told', async ({ launch }) => {
  const { electron, window } = await launch()
  const { ename } = await vaultAddress(window)
  await openBindings(window)
  await window.keyboard.press('n')
  const dialog = window.getByRole('dialog', { name: 'New document' })
  await expect(dialog.getByRole('combobox', { name: 'Type' })).toBeFocused()
  await dialog.getByRole('textbox', { name: 'eName of the other person' }).fill(ename)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await expect(dialog).toContainText('This is you. Enter the other person.')
  await lookAt(window, 'new-relation')
  await chooseType(window, 'Self statement')
  await dialog.getByRole('textbox', { name: 'Your name' }).fill('Ada Byron')
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await expect(dialog.getByRole('heading', { name: 'You sign exactly this:' })).toBeFocused()
  await expect(dialog).toContainText('“I am Ada Byron.”')
  await lookAt(window, 'new-check')

  await answerSystemDialog(electron, 0)
  await dialog.getByRole('button', { name: 'Sign…' }).click()
  await expect(dialog.getByRole('alert')).toContainText('It was not signed')
  await lookAt(window, 'new-no')
  await answerSystemDialog(electron, 1)
  await dialog.getByRole('button', { name: 'Sign…' }).click()
  await expect(dialog).toBeHidden()
  const opened = window.getByRole('region', { name: 'Opened' })
  await expect(opened).toContainText('“I am Ada Byron.”')
  await expect(opened).toContainText('Valid. Signed with a key that is in use.')
  await expect(window.getByRole('link', { name: /^Self statement Ada Byron/ })).toBeVisible()
})

test('each type has a form, and a photograph is seen before it is signed', async ({ launch }) => {
  const { electron, window, userData } = await launch()
  await vaultAddress(window)
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
    await lookAt(window, `new-${type.split(' ')[0]?.toLowerCase()}`)
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

test('a document in a neighbour’s vault is opened by its link, signed and delivered', async ({
  village,
}) => {
  const { electron, window } = await village.open()
  const { ename } = await vaultAddress(window)
  const { neighbour } = village
  const parties = [neighbour.ename, ename]
  const link = async (relation_description: string) => {
    const { data } = await neighbour.ask(
      `mutation ($data: JSON!) { signBindingDocument(type: social_connection, data: $data) {
        metaEnvelopeId errors { message } } }`,
      { data: { kind: 'social_connection', parties, relation_description } },
    )
    expect(data.signBindingDocument.errors ?? []).toEqual([])
    return `w3ds://file?id=${neighbour.ename}/${data.signBindingDocument.metaEnvelopeId}`
  }
  await openBindings(window)
  await window.getByRole('button', { name: 'Sign for somebody…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Sign for somebody' })
  const field = dialog.getByRole('textbox', { name: 'Link they gave you' })
  await expect(field).toBeFocused()
  await field.fill('w3ds://auth?redirect=https://a.example&session=s&platform=p')
  await expect(dialog).toContainText('It leads to no document.')
  await lookAt(window, 'foreign-find')
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
  await lookAt(window, 'foreign-none')

  await field.fill(await link('Neighbours since 2019'))
  await expect(dialog.getByRole('textbox', { name: 'Their eName' })).toHaveValue(neighbour.ename)
  await dialog.getByRole('button', { name: 'Open' }).click()
  await expect(dialog).toContainText('Neighbours since 2019')
  await expect(dialog.getByRole('list', { name: 'Signatures' })).toContainText('Valid.')
  await lookAt(window, 'foreign-look')
  await answerSystemDialog(electron, 0)
  await dialog.getByRole('button', { name: 'Sign…' }).click()
  await expect(dialog.getByRole('alert')).toContainText('It was not signed')
  await answerSystemDialog(electron, 1)
  await dialog.getByRole('button', { name: 'Sign…' }).click()
  await expect(dialog).toBeHidden()
  const opened = window.getByRole('region', { name: 'Opened' })
  await expect(opened.getByRole('region', { name: 'Delivery' })).toContainText('Delivered')
  await lookAt(window, 'sent')

  await opened.getByRole('button', { name: 'Forget…' }).click()
  const forgetting = window.getByRole('dialog', { name: 'Forget this signature?' })
  await expect(forgetting).toContainText('what you signed remains signed')
  await lookAt(window, 'forget')
  await forgetting.getByRole('button', { name: 'Forget', exact: true }).click()
  await expect(window.getByText('You have signed nothing for others yet')).toBeVisible()
})

test('what became of a signature is told in words, and it can be sent again', async ({
  launch,
}) => {
  const { window } = await launch()
  await vaultAddress(window)
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
  await lookAt(window, 'sent-states')
  await list.getByRole('link', { name: /Waits for them/ }).click()
  await expect(delivery).toContainText('It counts there once they approve it.')
  await expect(delivery.getByRole('button', { name: 'Send again' })).toBeHidden()
  await list.getByRole('link', { name: /Not delivered/ }).click()
  await expect(delivery).toContainText('Their vault could not be reached')
  await delivery.getByRole('button', { name: 'Send again' }).click()
  await expect(delivery).toContainText('Your signature is under the document in their vault.')
  expect(resent).toBe(1)
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
