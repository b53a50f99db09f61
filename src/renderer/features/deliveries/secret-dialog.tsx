import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { LabelledCopyButton } from '../../components/copy-button.tsx'
import classes from './settings-pane.module.css'

interface SecretDialogProps {
  readonly title: string
  /** null while there is none to show. */
  readonly secret: string | null
  readonly onClose: () => void
}

/** Shows a new secret, once. A click beside it does not take it away. */
export function SecretDialog({ title, secret, onClose }: SecretDialogProps) {
  return (
    <Modal
      opened={secret !== null}
      onClose={onClose}
      closeOnClickOutside={false}
      returnFocus={false}
      title={t`The secret for ${title}`}
      size={560}
    >
      <Stack gap="lg">
        <Text>
          <Trans>
            Copy it now and enter it at {title}. It is kept in your keychain and never shown again.
          </Trans>
        </Text>
        <div className={classes.secret}>
          <code>{secret}</code>
          {secret !== null && <LabelledCopyButton text={secret} label={t`Copy secret`} />}
        </div>
        <Text c="dimmed">
          <Trans>
            For its engineers: each packet has the header <code>X-EVault-Signature</code>,{' '}
            <code>sha256=</code> and the hex HMAC-SHA256 of <code>X-EVault-Timestamp</code>, a dot
            and the body, with this text as the key.
          </Trans>
        </Text>
        <Group justify="flex-end">
          <Button onClick={onClose} data-autofocus>
            <Trans>I have copied it</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
