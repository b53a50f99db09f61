import type { Route } from '@playwright/test'
import { expect, test, vaultAddress } from './app.ts'
import { answerOperation, fulfil } from './friends.ts'
import { openIdentity } from './identity-window.ts'
import { look } from './looks.ts'

test.slow()

test('what is rare in a recovery is told in words', async ({ launch }) => {
  const { window } = await launch()
  const { ename } = await vaultAddress(window)
  let answer: (route: Route) => Promise<void> = (route) => route.abort()
  await answerOperation(window, 'Recovery', (route) => answer(route))
  await window.reload()
  await openIdentity(window)
  const unknown = window.getByRole('region', { name: /could not be read$/ })
  await expect(unknown.getByRole('alert')).toBeVisible()
  await look(window, 'recovery-error')

  await answerOperation(window, 'Identity', (route) =>
    fulfil(route, {
      identity: keylessIdentity(ename),
      vault: { __typename: 'Vault', totalCount: 1 },
    }),
  )
  const far = { state: 'collecting', hours: 23, answers: ['declined', 'declined', 'pending'] }
  answer = (route) => fulfil(route, { recovery: recoveryOf(far), recoveryRequests: [] })
  await unknown.getByRole('button', { name: 'Try again' }).click()
  const asked = window.getByRole('region', { name: 'Your friends are asked for new keys' })
  await expect(asked).toContainText('Too many have declined: this can’t succeed any more')
  await expect(asked).toContainText('Not reached yet. The vault of @friend-2')
  await look(window, 'asked-hopeless')

  const near = { state: 'waiting', hours: 5, answers: ['approved', 'approved', 'declined'] }
  answer = (route) => fulfil(route, { recovery: recoveryOf(near), recoveryRequests: [] })
  const approved = window.getByRole('region', { name: 'Your friends have approved new keys' })
  await expect(approved).toContainText('Your new keys come in 4 hours at the earliest')
  await look(window, 'asked-waiting')

  for (const [state, words] of [
    ['vetoed', 'was stopped by a key of yours on another device'],
    ['void', 'your keys were changed on another device meanwhile'],
  ] as const) {
    const ended = { state, hours: 5, answers: ['approved'] }
    answer = (route) => fulfil(route, { recovery: recoveryOf(ended), recoveryRequests: [] })
    // Sooner than the window asks again by itself.
    await window.reload()
    const keyless = window.getByRole('region', { name: 'No key of this vault is on this computer' })
    await expect(keyless).toContainText(words)
    await look(window, `keyless-${state}`)
  }
})

function keylessIdentity(ename: string) {
  const trusted = ['@friend-0', '@friend-1', '@friend-2']
  return {
    ...{ __typename: 'Identity', ename, keychain: 'Secret Service', keychainWeak: false },
    ...{ keyless: true, keys: [], log: [] },
    trust: { __typename: 'TrustList', threshold: 2, trusted, waitSeconds: 86_400 },
  }
}

interface RareRecovery {
  readonly state: string
  /** Until it happens at the earliest. */
  readonly hours: number
  readonly answers: readonly string[]
}

function recoveryOf({ state, hours, answers }: RareRecovery) {
  const at = (ms: number) => new Date(Date.now() + ms).toISOString()
  return {
    ...{ __typename: 'Recovery', state, threshold: 2, fingerprints: ['1f3a 99c0 04de 7b21'] },
    ...{ requestedAt: at(-3_600_000), until: at(hours * 3_600_000) },
    friends: answers.map((answer, n) => ({
      ...{ __typename: 'RecoveryFriend', ename: `@friend-${n}`, answer },
      reached: answer !== 'pending',
      problem: answer === 'pending' ? `The vault of @friend-${n} cannot be reached` : null,
    })),
  }
}
