import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import { IconCircleCheck, IconClipboard } from '@tabler/icons-react'
import { useId } from 'react'
import classes from './network-registry.module.css'
import type { useRegistryForm } from './use-registry-form.ts'

interface NetworkRegistryProps {
  readonly form: ReturnType<typeof useRegistryForm>
  readonly working: boolean
}

/** Asks for a registry on the network: its address, and its secret, which is never shown. */
export function NetworkRegistry({ form, working }: NetworkRegistryProps) {
  const { url, type, hasSecret, pasteSecret, failures } = form
  const hint = useId()
  return (
    <div className={classes.network}>
      <TextInput
        label={t`Address`}
        labelProps={{ mb: 4 }}
        placeholder="https://registry.example"
        inputMode="url"
        autoComplete="off"
        autoCorrect="off"
        autoCapitalize="none"
        spellCheck={false}
        error={failures.address && <span role="alert">{failures.address}</span>}
        errorProps={{ className: classes.error ?? '' }}
        value={url}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <div className={classes.secret}>
        <Button
          variant="default"
          leftSection={<IconClipboard size={16} />}
          disabled={working}
          aria-describedby={hint}
          onClick={() => void pasteSecret()}
        >
          <Trans>Paste secret from clipboard</Trans>
        </Button>
        <span className={classes.kept} role="status">
          {hasSecret && (
            <>
              <IconCircleCheck size={16} aria-hidden="true" />
              <Trans>Secret taken</Trans>
            </>
          )}
        </span>
      </div>
      {failures.secret && (
        <p className={`${classes.hint} ${classes.error}`} role="alert">
          {failures.secret}
        </p>
      )}
      <p className={classes.hint} id={hint}>
        <Trans>
          Copy the secret that the operator gave you, then press the button. It goes to your
          keychain without being shown, and the clipboard is emptied.
        </Trans>
      </p>
    </div>
  )
}
