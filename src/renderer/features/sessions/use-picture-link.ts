import { t } from '@lingui/core/macro'
import { useWindowEvent } from '@mantine/hooks'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useDrop } from '../../components/use-drop.ts'
import { type CodeReader, openCodeReader } from '../qr-codes/code-reader.ts'
import { type FoundLink, foundLink } from './found-link.ts'

interface PictureLink {
  readonly isReading: boolean
  /** Why the last picture gave no link. */
  readonly problem: string | null
  readonly read: (picture: Blob) => void
  readonly clear: () => void
  /** Whether a file is held over what has `handlers`. */
  readonly isOver: boolean
  readonly handlers: ReturnType<typeof useDrop>['handlers']
}

/**
 * Reads the link of a QR code’s picture: chosen, dropped, or pasted anywhere in the window.
 * @param isOff nothing is read
 */
export function usePictureLink(isOff: boolean, onLink: (link: string) => void): PictureLink {
  const [isReading, setReading] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const newest = useRef<CodeReader | null>(null)
  const stop = useCallback(() => {
    newest.current?.close()
    newest.current = null
  }, [])
  useEffect(() => stop, [stop])
  // What is read meanwhile would take the place of what is being answered.
  useEffect(() => {
    if (!isOff) return
    stop()
    setReading(false)
  }, [isOff, stop])

  const read = async (picture: Blob) => {
    // The last picture counts.
    stop()
    const reader = openCodeReader()
    newest.current = reader
    setReading(true)
    setProblem(null)
    const texts = await reader.read(picture)
    if (newest.current !== reader) return
    reader.close()
    setReading(false)
    const found = texts && foundLink(texts)
    if (found && 'link' in found) onLink(found.link)
    else setProblem(pictureWords(found))
  }
  const take = (files: readonly File[]) => {
    const [file] = files
    if (file && !isOff) void read(file)
  }
  useWindowEvent('paste', (event) => {
    // Where there is text it is what is meant: some programs add a picture of it.
    if (event.clipboardData?.getData('text/plain') === '') take([...event.clipboardData.files])
  })
  const { isOver, handlers } = useDrop(take)
  return {
    ...{ isReading, problem, isOver, handlers },
    read: (picture) => void read(picture),
    clear: () => setProblem(null),
  }
}

/** @param found null where the file is no picture */
function pictureWords(found: Extract<FoundLink, { missing: string }> | null): string {
  switch (found?.missing) {
    case 'no-code':
      return t`No QR code was found in the picture. Try one on which it is bigger and sharper.`
    case 'no-link':
      return t`The QR code in the picture is no w3ds:// link.`
    case 'several-links':
      return t`There are several w3ds:// links in the picture. Use one that shows only the one you mean.`
    default:
      return t`The file could not be read as a picture.`
  }
}
