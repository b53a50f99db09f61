import { t } from '@lingui/core/macro'
import { type BrowserWindow, dialog, type Event } from 'electron'

/** What becomes of a page that would lose edits or stop work half way. */
export interface Leaving {
  /** Says whether the page is such a one now. */
  hold(isHeld: boolean): void
  readonly isHeld: boolean
  /** Asks the owner whether what it holds may be lost. */
  mayLeave(): Promise<boolean>
  /** The page goes now, whatever it holds. */
  letGo(): void
  /** Keeps the window open for the owner's answer. */
  beforeClosing(event: Event): void
}

/**
 * A page that holds something stays, until the owner says that it may go. The question never holds
 * anything up: whatever ends the app goes on meanwhile. The page is believed before it closes, as
 * Chromium waits only a second for the answer of one that is busy.
 */
export function askBeforeLeaving(window: BrowserWindow): Leaving {
  const { webContents } = window
  let isHeld = false
  let isClosing = false
  let isAsking = false
  let mayLeave = false

  async function ask(leave: () => void): Promise<void> {
    if (isAsking) return
    isAsking = true
    mayLeave = await confirmLeaving(window)
    isAsking = false
    if (mayLeave && !window.isDestroyed()) leave()
  }
  const close = () => window.destroy()

  webContents.on('will-prevent-unload', (event) => {
    if (mayLeave) return event.preventDefault()
    // Otherwise the page is to be loaded anew.
    void ask(isClosing ? close : () => webContents.reload())
    isClosing = false
  })
  webContents.on('did-navigate', () => {
    isHeld = false
    mayLeave = false
  })
  webContents.on('render-process-gone', () => {
    isHeld = false
  })
  return {
    get isHeld() {
      return isHeld
    },
    mayLeave: () => confirmLeaving(window),
    letGo() {
      mayLeave = true
    },
    hold(held) {
      isHeld = held
    },
    beforeClosing(event) {
      isClosing = !isHeld
      if (!isHeld) return
      event.preventDefault()
      void ask(close)
    },
  }
}

/** @returns whether what is not saved may be lost, and what is not finished may stop */
async function confirmLeaving(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: t`Something here is not saved or not finished.`,
    detail: t`Changes and new records that are not saved will be lost, and work in progress stops.`,
    buttons: [t`Stay`, t`Leave all the same`],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 1
}
