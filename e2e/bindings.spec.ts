import { readFile } from 'node:fs/promises'
import { expect, vaultAddress } from './app.ts'
import {
  answerInstead,
  fulfil,
  openBindings,
  put,
  relation,
  short,
  test,
} from './bindings-window.ts'
import { look } from './looks.ts'

test.slow()

test('an empty vault says what bindings are for', async ({ app }) => {
  const { window } = app
  await openBindings(window)
  await expect(window.getByText('Nothing waits for your approval.')).toBeVisible()
  await expect(window.getByText('You have no binding documents yet')).toBeVisible()
  await look(window, 'bindings-empty')
  await window.getByText('Signed for others').click()
  await expect(window.getByText('You have signed nothing for others yet')).toBeVisible()
  await look(window, 'bindings-sent-empty')
})

test('a verdict is never guessed: checking, former, invalid, not now', async ({ app }) => {
  const { window } = app
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
  const row = window.getByRole('link', { name: /^Self statement Ada/ })
  await row.click()
  const signatures = window.getByRole('list', { name: 'Signatures' })
  await expect(signatures).toContainText('Checking…')
  await expect(signatures).not.toContainText('Valid')
  await look(window, 'bindings-checking')
  release()
  await expect(signatures).toContainText('Valid. Signed before the key was renewed.')
  await look(window, 'bindings-former')

  const again = async (next: object) => {
    verdict = { ...common, ...next }
    await window.getByRole('button', { name: 'Close document' }).click()
    await row.click()
  }
  await again({ verdict: 'invalid', reason: 'WRONG_SIGNATURE' })
  await expect(signatures).toContainText('Invalid. None of the signer’s keys made it')
  await look(window, 'bindings-invalid')
  const message = 'The vault of the signer does not answer.'
  await again({ verdict: 'unknown', reason: 'UNREACHABLE', message })
  await expect(signatures).toContainText(`Can’t be checked now. ${message}`)
  await look(window, 'bindings-unknown')
  verdict = { ...common, verdict: 'valid', keyState: 'current' }
  await signatures.getByRole('button', { name: 'Check again' }).click()
  await expect(signatures).toContainText('Valid. Signed with a key that is in use.')
})

test('lists and documents that can’t be read say so, with a way to try again', async ({ app }) => {
  const { window } = app
  const { ename: subject } = await vaultAddress(window)
  await put(window, { subject, type: 'self', data: { kind: 'self', name: 'Eva' } })
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
  await look(window, 'bindings-failed')
  await window.getByText('Signed for others').click()
  await expect(window.getByText('What you signed for others could not be read')).toBeVisible()
  failing.delete('BindingPage')
  await window.getByText('Your documents').click()
  await window.getByRole('button', { name: 'Try again' }).last().click()
  await window.getByRole('link', { name: /^Self statement Eva/ }).click()
  const signatures = window.getByRole('list', { name: 'Signatures' })
  await expect(signatures).toContainText('Can’t be checked now. The vault did not answer.')
  await look(window, 'bindings-verdict-failed')
  failing.clear()
  await signatures.getByRole('button', { name: 'Check again' }).click()
  await expect(signatures).toContainText('Valid.')
  await window.goto(`${window.url().replace(/#.*/, '')}#/bindings?document=none`)
  await expect(window.getByText('This document is not in your vault')).toBeVisible()
})

test('a relation shows both people, who has signed, and whether that counts', {
  tag: '@pictures',
}, async ({ village }) => {
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
  await look(window, 'bindings-relation')

  await opened.getByRole('button', { name: /^Exactly what is signed/ }).click()
  await expect(opened.getByRole('region', { name: 'Canonical JSON' })).toContainText(
    `"subject":"${ename}","type":"social_connection"}`,
  )
  await look(window, 'bindings-canonical')
  await window.goBack()
  await expect(opened).toContainText('Nothing is open')
})

test('documents of each type are drawn as what they are', { tag: '@pictures' }, async ({
  village,
}) => {
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
  const photo = await readFile('resources/icon.png', 'base64')
  await put(window, { subject, type: 'photograph', data: { photoBlob: photo } })
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
  await look(window, 'bindings-identity-card')

  // Arrows walk the list, and what is open follows.
  await list.getByRole('link', { name: /^Identity card/ }).focus()
  await window.keyboard.press('ArrowUp')
  await expect(opened.getByRole('img', { name: 'What the document shows' })).toBeVisible()
  await look(window, 'bindings-photograph')
  await window.keyboard.press('ArrowUp')
  await expect(opened).toContainText('is no picture that can be shown')
  await window.keyboard.press('ArrowUp')
  await expect(opened.getByRole('table', { name: 'Personal parameters' })).toContainText('green')
  await look(window, 'bindings-parameters')
  await window.keyboard.press('ArrowUp')
  await expect(opened).toContainText('What was your first pet called?')
  await expect(opened).not.toContainText('Rex')
  await look(window, 'bindings-question')
  await opened.getByRole('button', { name: 'Show answer' }).click()
  await expect(opened).toContainText('Rex')
  await opened.getByRole('button', { name: 'JSON', exact: true }).click()
  const json = opened.getByRole('region', { name: 'JSON', exact: true })
  await expect(json).toContainText('"signer"')
  await expect(json).not.toContainText('__typename')
  await look(window, 'bindings-json')
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
