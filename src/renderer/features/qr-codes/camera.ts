import { bridge } from '../../bridge.ts'

/** Why there is no picture of a camera. */
export type CameraTrouble = 'none' | 'refused' | 'busy' | 'lost'

export class CameraError extends Error {
  constructor(readonly trouble: CameraTrouble) {
    super(`The camera: ${trouble}`)
  }
}

/** A camera that is on. */
export interface Camera {
  readonly id: string
  readonly stream: MediaStream
  /** All that there are, under the names the system has for them. */
  readonly all: readonly { readonly id: string; readonly name: string }[]
  stop(): void
}

/** Enough for a code, and quick to search. */
const size = { width: { ideal: 1_280 }, height: { ideal: 720 } }

/**
 * Turns a camera on, the picture only. Main lets the window until `closeCamera`.
 * @param wanted null: the one the system takes
 * @param onLost called when it is unplugged, or taken away
 * @throws CameraError
 */
export async function openCamera(wanted: string | null, onLost: () => void): Promise<Camera> {
  if (!(await bridge.call('camera:open'))) throw new CameraError('refused')
  const device = wanted === null ? {} : { deviceId: { exact: wanted } }
  const stream = await navigator.mediaDevices
    .getUserMedia({ audio: false, video: { ...size, ...device } })
    .catch((error) => {
      throw new CameraError(troubleOf(error))
    })
  const [track] = stream.getVideoTracks()
  track?.addEventListener('ended', onLost)
  const devices = await navigator.mediaDevices.enumerateDevices()
  return {
    id: track?.getSettings().deviceId ?? '',
    stream,
    all: devices
      .filter(({ kind }) => kind === 'videoinput')
      .map(({ deviceId: id, label: name }) => ({ id, name })),
    stop() {
      for (const one of stream.getTracks()) one.stop()
    },
  }
}

/** Says that no camera is wanted any more. */
export function closeCamera(): void {
  void bridge.call('camera:close')
}

function troubleOf(error: unknown): CameraTrouble {
  const { name } = error as DOMException
  if (name === 'NotAllowedError') return 'refused'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy'
}
