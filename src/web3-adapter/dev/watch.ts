import { watch as watchFolder } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { type DevArguments, show } from './show.ts'

/** Editors write a file in several steps. */
const settleMs = 50

/**
 * Shows both sides now, and again whenever one of the files changes, until the signal.
 * Folders are watched and not files: editors put new files in the place of old ones.
 */
export async function watch(
  asked: DevArguments,
  tell: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const files = [asked.mapping, asked.sample].map((file) => resolve(file))
  let pending: NodeJS.Timeout | undefined
  let last = ''
  const showAgain = async () => {
    const { text } = await show(asked)
    if (text === last) return
    last = text
    tell(`${text}\n— watching ${files.map((file) => basename(file)).join(' and ')} —\n`)
  }
  const watchers = [...new Set(files.map(dirname))].map((folder) =>
    watchFolder(folder, (_, name) => {
      if (name !== null && !files.includes(resolve(folder, name))) return
      clearTimeout(pending)
      pending = setTimeout(() => void showAgain(), settleMs)
    }),
  )
  await showAgain()
  await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }))
  clearTimeout(pending)
  for (const watcher of watchers) watcher.close()
}
