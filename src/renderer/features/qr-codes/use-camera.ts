import { useEffect, useState } from 'react'
import { type Camera, CameraError, type CameraTrouble, closeCamera, openCamera } from './camera.ts'

export type CameraState =
  | { readonly state: 'opening' }
  | { readonly state: 'on'; readonly camera: Camera }
  | { readonly state: 'trouble'; readonly trouble: CameraTrouble }

/**
 * Has a camera on for as long as the component is there.
 * @param wanted null: the one the system takes
 * @param attempt another one tries anew
 */
export function useCamera(wanted: string | null, attempt: number): CameraState {
  const [now, setNow] = useState<CameraState>({ state: 'opening' })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens it anew
  useEffect(() => {
    let isEnded = false
    let camera: Camera | null = null
    const fail = (trouble: CameraTrouble) => {
      camera?.stop()
      if (!isEnded) setNow({ state: 'trouble', trouble })
    }
    const open = async () => {
      camera = await openCamera(wanted, () => fail('lost'))
      if (isEnded) camera.stop()
      else setNow({ state: 'on', camera })
    }
    setNow({ state: 'opening' })
    open().catch((error) => fail(error instanceof CameraError ? error.trouble : 'busy'))
    return () => {
      isEnded = true
      camera?.stop()
      closeCamera()
    }
  }, [wanted, attempt])
  return now
}
