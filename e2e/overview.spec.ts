import { ask, createRecord, expect, test, vaultAddress } from './app.ts'

test('Overview tells what happened lately, and leads to it', async ({ launch }) => {
  const { window } = await launch()
  const vault = await vaultAddress(window)
  const lately = window.getByRole('list', { name: 'Lately' })
  await expect(window.getByText('Nothing yet.')).toBeVisible()
  await createRecord(vault, { content: 'Hello!' })
  await ask(vault, '{ metaEnvelopes(first: 1) { edges { node { id } } } }')
  const added = lately.getByRole('listitem').filter({ hasText: 'Added' })
  await expect(added).toContainText(/^Added\s*by somebody without a name\s*SocialMediaPost/)
  await expect(lately.getByRole('listitem').filter({ hasText: 'Read' })).toHaveCount(1)
  await added.getByRole('link').click()
  await expect(window.getByRole('complementary', { name: 'Record' })).toContainText('Hello!')
})
