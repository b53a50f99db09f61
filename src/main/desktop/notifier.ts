import { Notification } from 'electron'
import { createNews } from './news.ts'
import type { WaitingItem } from './waiting.ts'
import { hiddenNoticeOf, type Notice, noticeOf } from './words.ts'

interface Means {
  /** The owner wants to be told, and does not look at the window. */
  readonly isWanted: () => boolean
  /** Anybody may sit there: names are not shown. */
  readonly isLocked: () => boolean
  /** Opens the window at a screen. */
  readonly go: (path: string) => void
}

/** Tells the owner of what is new, in notifications of the system. */
export function createNotifier({ isWanted, isLocked, go }: Means) {
  const news = createNews(Date.now())
  // One that nothing refers to is collected, and its click is not heard.
  const shown = new Map<string, Notification>()

  function show({ title, body, path }: Notice): void {
    const notification = new Notification({ title, body })
    notification.on('click', () => go(path))
    shown.get(path)?.close()
    shown.set(path, notification)
    notification.show()
  }

  return {
    tell(items: readonly WaitingItem[]): void {
      const canTell = isWanted() && Notification.isSupported()
      const fresh = canTell ? news.take(items, Date.now()) : null
      if (fresh === null) news.pass(items)
      const words = isLocked() ? hiddenNoticeOf : noticeOf
      for (const [kind, found] of fresh ?? []) show(words(kind, found))
    },
  }
}
