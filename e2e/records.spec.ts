import { ask, createRecord, expect, socialMediaPost, test, vaultAddress } from './app.ts'

interface StoredRecord {
  readonly ontology: string
  readonly parsed: { readonly content: string }
}

test('the first start ends in an open, certified vault', async ({ app }) => {
  const { window } = app
  const vault = await vaultAddress(window)
  await expect(window.getByText(vault.ename, { exact: true })).toBeVisible()
  await expect(window.getByRole('region', { name: 'Status' })).toContainText('Certified')

  const whois = await fetch(`${vault.url}/whois`, { headers: { 'x-ename': vault.ename } })
  const { w3id, keyBindingCertificates } = await whois.json()
  expect(w3id).toBe(vault.ename)
  expect(keyBindingCertificates).toHaveLength(1)
})

test("the seed's curl makes a record that appears within a second", { tag: '@alone' }, async ({
  app,
}) => {
  const { window } = app
  const vault = await vaultAddress(window)
  await window.getByRole('link', { name: 'Data' }).click()
  await expect(window.getByRole('heading', { name: 'Your vault is empty' })).toBeVisible()

  // The eVault seed, "Creating a Post", with the vault's own name.
  const response = await fetch(`${vault.url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-ENAME': vault.ename },
    body: '{"query": "mutation { createMetaEnvelope(input: { ontology: \\"550e8400-e29b-41d4-a716-446655440001\\", payload: { content: \\"Hello!\\", authorId: \\"...\\", createdAt: \\"2025-01-24T10:00:00Z\\" }, acl: [\\"*\\"] }) { metaEnvelope { id ontology } errors { message } } }"}',
  })
  expect((await response.json()).data.createMetaEnvelope.errors).toEqual([])
  await expect(window.getByRole('row', { name: /Hello!/ })).toBeVisible({ timeout: 1_000 })
  await expect(window.getByRole('link', { name: 'SocialMediaPost 1' })).toBeVisible()

  await window.getByRole('row', { name: /Hello!/ }).click()
  await expect(window.getByText('2025-01-24T10:00:00Z')).toBeVisible()
})

test('a record made in the window is read over HTTP', async ({ app }) => {
  const { window } = app
  const vault = await vaultAddress(window)
  await window.getByRole('link', { name: 'Data' }).click()
  await window.getByRole('button', { name: 'New record' }).first().click()

  const dialog = window.getByRole('dialog', { name: 'New record' })
  await dialog.getByRole('combobox', { name: 'Type' }).click()
  await window.getByRole('option', { name: 'SocialMediaPost' }).click()
  const payload = dialog.getByRole('textbox', { name: 'Payload' })
  await payload.fill('{"content": "From the window", }')
  await dialog.getByRole('button', { name: 'Create record' }).click()
  await expect(dialog).toBeVisible()
  await payload.fill('{"content": "From the window", "likes": 3}')
  await dialog.getByRole('radio', { name: 'Everyone' }).check()
  await dialog.getByRole('button', { name: 'Create record' }).click()
  await expect(window.getByRole('row', { name: /From the window/ })).toBeVisible()

  const { data } = await ask(vault, '{ metaEnvelopes { edges { node { ontology parsed } } } }')
  const records = data.metaEnvelopes.edges.map(({ node }: { node: StoredRecord }) => node)
  const made = records.filter(({ parsed }: StoredRecord) => parsed.content === 'From the window')
  expect(made).toEqual([
    { ontology: socialMediaPost, parsed: { content: 'From the window', likes: 3 } },
  ])
})

test('a record is made, found, opened and deleted by keyboard alone', async ({ app }) => {
  const { window } = app
  const vault = await vaultAddress(window)
  await createRecord(vault, { content: 'older' })
  await createRecord(vault, { content: 'newer' })
  await window.getByRole('link', { name: 'Data' }).focus()
  await window.keyboard.press('Enter')
  await expect(window.getByRole('row', { name: /newer/ })).toBeVisible()

  await window.getByRole('grid', { name: 'Records' }).focus()
  await window.keyboard.press('ArrowDown')
  await window.keyboard.press('ArrowDown')
  await window.keyboard.press('Enter')
  await expect(window.getByRole('complementary')).toContainText('older')
  await window.keyboard.press('Escape')
  await window.keyboard.press('Delete')
  await expect(window.getByRole('row', { name: /older/ })).toBeHidden()
  await window.keyboard.press('ControlOrMeta+z')
  await expect(window.getByRole('row', { name: /older/ })).toBeVisible()
})

test('a deleted record comes back with Undo, to its place', async ({ launch }) => {
  const { window } = await launch()
  const vault = await vaultAddress(window)
  for (const content of ['first', 'second', 'third']) await createRecord(vault, { content })
  await window.getByRole('link', { name: 'Data' }).click()
  const summaries = window.getByRole('row').filter({ hasText: 'SocialMediaPost' })
  await expect(summaries).toHaveText([/third/, /second/, /first/])

  await window.getByRole('row', { name: /second/ }).click()
  await window.keyboard.press('Delete')
  await expect(summaries).toHaveText([/third/, /first/])
  await expect.poll(() => contents(vault)).toEqual(['first', 'third'])

  await window.getByRole('button', { name: 'Undo' }).click()
  await expect(summaries).toHaveText([/third/, /second/, /first/])
  expect(await contents(vault)).toEqual(['first', 'second', 'third'])
})

async function contents(vault: Parameters<typeof ask>[0]): Promise<string[]> {
  const { data } = await ask(vault, '{ metaEnvelopes { edges { node { parsed } } } }')
  return data.metaEnvelopes.edges.map(
    ({ node }: { node: { parsed: { content: string } } }) => node.parsed.content,
  )
}
