import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, FileButton, Group, Text } from '@mantine/core'
import { IconCamera, IconPhoto } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { CameraView } from '../qr-codes/camera-view.tsx'
import { type FoundLink, foundLink } from './found-link.ts'
import classes from './sessions.module.css'
import type { usePictureLink } from './use-picture-link.ts'

interface LinkSourcesProps {
  readonly picture: ReturnType<typeof usePictureLink>
  readonly onLink: (link: string) => void
}

/** Where a link may come from, other than as text: a picture of its QR code, or the camera. */
export function LinkSources({ picture, onLink }: LinkSourcesProps) {
  const [scanner, setScanner] = useState<'new' | 'on' | 'stopped'>('new')
  const [problem, setProblem] = useState<string | null>(null)
  const scan = () => {
    picture.clear()
    setProblem(null)
    setScanner('on')
  }
  const take = (texts: readonly string[]) => {
    const found = foundLink(texts)
    if ('link' in found) onLink(found.link)
    else setProblem(cameraWords(found))
  }
  if (scanner === 'on') {
    return <CameraView onCodes={take} onStop={() => setScanner('stopped')} problem={problem} />
  }
  return <Choices picture={picture} onScan={scan} isBack={scanner === 'stopped'} />
}

interface ChoicesProps {
  readonly picture: LinkSourcesProps['picture']
  readonly onScan: () => void
  /** Whether the camera was here before, which had the focus. */
  readonly isBack: boolean
}

function Choices({ picture, onScan, isBack }: ChoicesProps) {
  const scan = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only where it comes back
  useEffect(() => {
    if (isBack) scan.current?.focus()
  }, [])
  // The same file may be chosen again.
  const reset = useRef<() => void>(null)
  const choose = (file: File | null) => {
    reset.current?.()
    if (file) picture.read(file)
  }
  return (
    <div className={classes.sources}>
      <Group gap="sm">
        <FileButton accept="image/*" resetRef={reset} onChange={choose}>
          {(chooser) => (
            <Button
              {...chooser}
              variant="default"
              leftSection={<IconPhoto size={16} />}
              loading={picture.isReading}
            >
              <Trans>Choose a picture…</Trans>
            </Button>
          )}
        </FileButton>
        <Button
          ref={scan}
          variant="default"
          leftSection={<IconCamera size={16} />}
          onClick={onScan}
        >
          <Trans>Scan with the camera</Trans>
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        <Trans>A picture of the QR code can also be dropped here, or pasted.</Trans>
      </Text>
    </div>
  )
}

function cameraWords({ missing }: Extract<FoundLink, { missing: string }>): string {
  return missing === 'several-links'
    ? t`There are several w3ds:// links in sight. Show only the one you mean.`
    : t`This QR code is no w3ds:// link. Show another one.`
}
