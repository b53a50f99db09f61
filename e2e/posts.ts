import type { Page } from '@playwright/test'
import { createRecord, type VaultAddress, vaultAddress } from './app.ts'

/** Records of one type, with fields of several kinds. */
export const posts = [
  { content: 'Moved my posts home today', likeCount: 12, isArchived: false, place: 'Ghent' },
  { content: 'Sunday walk along the canal', likeCount: 31, isArchived: true, place: 'Bruges' },
]

/** A vault with the posts, listed in the window. */
export async function seeded(window: Page): Promise<VaultAddress> {
  const vault = await vaultAddress(window)
  for (const post of posts) await createRecord(vault, post)
  await window.getByRole('link', { name: 'Data' }).click()
  return vault
}
