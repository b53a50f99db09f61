import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Alert, Button, Group, NativeSelect } from '@mantine/core'
import { IconAlertTriangle, IconCameraOff, IconRefresh } from '@tabler/icons-react'
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { bridge } from '../../bridge.ts'
import { useFocusOnMount } from '../bindings/use-focus-on-mount.ts'
import type { Camera, CameraTrouble } from './camera.ts'
import classes from './camera-view.module.css'
import { useCamera } from './use-camera.ts'
import { useFrames } from './use-frames.ts'

interface CameraViewProps {
  /** Told what the codes of a picture say, again and again while they are seen. */
  readonly onCodes: (texts: readonly string[]) => void
  /** The owner wants no more of it, or the window is not seen any more. */
  readonly onStop: () => void
  /** What is wrong with the code that was seen last. */
  readonly problem: ReactNode
}

/** What the camera sees, and the codes in it. The camera is on while this is there. */
export function CameraView({ onCodes, onStop, problem }: CameraViewProps) {
  const [wanted, setWanted] = useState<string | null>(null)
  const [attempt, setAttempt] = useState(0)
  const now = useCamera(wanted, attempt)
  const video = useRef<HTMLVideoElement>(null)
  const camera = now.state === 'on' ? now.camera : null
  useFrames(video, camera?.stream ?? null, (texts) => texts.length > 0 && onCodes(texts))
  useUnseen(onStop)
  const isLong = useLong(camera !== null)
  const stop = useFocusOnMount<HTMLButtonElement>()
  const retry = () => {
    setWanted(null)
    setAttempt(attempt + 1)
  }
  return (
    <div className={classes.scanner}>
      {now.state === 'trouble' ? (
        <Trouble trouble={now.trouble} />
      ) : (
        <>
          <video ref={video} className={classes.picture} aria-label={t`Camera`} muted playsInline />
          <p className={classes.hint} role="status">
            {problem ?? hintOf(camera, isLong)}
          </p>
        </>
      )}
      <Group gap="sm">
        {now.state !== 'trouble' && <Choice camera={camera} wanted={wanted} onChoose={setWanted} />}
        {now.state === 'trouble' && (
          <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={retry}>
            <Trans>Try again</Trans>
          </Button>
        )}
        <Button
          ref={stop}
          variant="default"
          leftSection={<IconCameraOff size={16} />}
          onClick={onStop}
        >
          {now.state === 'trouble' ? t`Without a camera` : t`Stop the camera`}
        </Button>
      </Group>
    </div>
  )
}

interface ChoiceProps {
  /** null while another one is turned on. */
  readonly camera: Camera | null
  readonly wanted: string | null
  readonly onChoose: (camera: string) => void
}

/** Where there are several cameras. It stays while one takes the place of another. */
function Choice({ camera, wanted, onChoose }: ChoiceProps) {
  const [all, setAll] = useState(camera?.all ?? [])
  if (camera && camera.all !== all) setAll(camera.all)
  if (all.length < 2) return null
  return (
    <NativeSelect
      aria-label={t`Which camera`}
      className={classes.choice ?? ''}
      value={wanted ?? camera?.id ?? ''}
      data={all.map(({ id, name }) => ({ value: id, label: name || t`Camera` }))}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    />
  )
}

function Trouble({ trouble }: { trouble: CameraTrouble }) {
  return (
    <Alert
      color="gray"
      role="alert"
      title={t`The camera can’t be used`}
      icon={<IconAlertTriangle size={16} />}
    >
      {troubleWords(trouble)}
    </Alert>
  )
}

function troubleWords(trouble: CameraTrouble): string {
  switch (trouble) {
    case 'none':
      return t`No camera was found on this computer.`
    case 'refused':
      return t`Your system does not let eVault use the camera. You can allow it in the system’s privacy settings.`
    case 'busy':
      return t`The camera does not answer. Perhaps another program is using it.`
    case 'lost':
      return t`The camera was unplugged or turned off.`
  }
}

function hintOf(camera: Camera | null, isLong: boolean): string {
  if (camera === null) return t`The camera is being turned on…`
  return isLong
    ? t`No QR code was found yet. Hold it closer and still, in good light.`
    : t`Hold the QR code in front of the camera.`
}

const LONG_MS = 8_000

/** Whether something has lasted so long that there should be help. */
function useLong(isOn: boolean): boolean {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    if (!isOn) return
    const timer = setTimeout(() => setLong(true), LONG_MS)
    return () => clearTimeout(timer)
  }, [isOn])
  return isLong
}

/** Calls when the window is not seen any more. */
function useUnseen(onUnseen: () => void): void {
  const tell = useEffectEvent(onUnseen)
  useEffect(() => {
    const unsubscribe = bridge.on('camera:closed', () => tell())
    // Some systems also tell of a window that others lie over.
    const look = () => document.visibilityState === 'hidden' && tell()
    document.addEventListener('visibilitychange', look)
    return () => {
      unsubscribe()
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
}
