import type { ElectronApplication } from '@playwright/test'

/** The next file that the window saves goes here, without a question. */
export async function saveDownloadsTo(electron: ElectronApplication, path: string): Promise<void> {
  await electron.evaluate(({ session }, target) => {
    session.defaultSession.once('will-download', (_, item) => item.setSavePath(target))
  }, path)
}
