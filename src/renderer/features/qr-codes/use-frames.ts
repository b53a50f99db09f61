import { type RefObject, useEffect, useEffectEvent } from 'react'
import { openCodeReader } from './code-reader.ts'

/** Between two pictures that are searched: the rest of the computer has work, too. */
const PAUSE_MS = 100

/**
 * Reads the codes of what a camera shows, picture after picture.
 * @param onCodes told of each picture, also of those without a code
 */
export function useFrames(
  video: RefObject<HTMLVideoElement | null>,
  stream: MediaStream | null,
  onCodes: (texts: readonly string[]) => void,
): void {
  const tell = useEffectEvent(onCodes)
  useEffect(() => {
    const element = video.current
    if (stream === null || element === null) return
    const reader = openCodeReader()
    let isEnded = false
    const watch = async () => {
      while (!isEnded) {
        if (element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
          // There is none while a camera is turned off.
          const frame = await createImageBitmap(element).catch(() => null)
          const texts = frame && (await reader.read(frame))
          if (!isEnded) tell(texts ?? [])
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
      }
    }
    element.srcObject = stream
    void element.play().catch(() => {})
    void watch()
    return () => {
      isEnded = true
      reader.close()
      element.srcObject = null
    }
  }, [video, stream])
}
