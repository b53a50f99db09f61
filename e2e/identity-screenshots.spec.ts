import { expect, test, vaultAddress } from './app.ts'
import { openIdentity, populate, takePictures } from './identity-window.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the Identity screen with a renewed key and another device, ${colorScheme}`, async ({
    launch,
  }) => {
    const { electron, window } = await launch()
    await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await vaultAddress(window)
    await openIdentity(window)
    await populate(electron, window)
    await expect(window.getByText(/Vouched for by the registry/)).toHaveCount(2)
    await expect(window.getByRole('button', { name: 'Dismiss' })).toHaveCount(0)
    const start = window.getByRole('heading', { name: 'Your identity' })
    await takePictures(window, 'identity', colorScheme, start)
    const log = window.getByRole('region', { name: 'Identity log' })
    await log.getByRole('button', { name: /^Verified.*renewed/ }).click()
    await takePictures(window, 'identity-log', colorScheme, log)
  })
}
