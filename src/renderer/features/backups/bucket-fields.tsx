import { t } from '@lingui/core/macro'
import { PasswordInput, TextInput, type TextInputProps } from '@mantine/core'
import classes from './backups.module.css'
import type { PlaceDraft } from './place-draft.ts'

/** The fields whose refusals are shown at them. */
export const bucketFields = ['endpoint', 'bucket', 'accessKeyId'] as const

type TextField = 'endpoint' | 'region' | 'bucket' | 'prefix' | 'accessKeyId'

interface BucketFieldsProps {
  readonly draft: PlaceDraft
  readonly errors: Partial<Record<TextField | 'form', string>>
  readonly onEdit: (part: Partial<PlaceDraft>) => void
}

/** What lets the vault into a bucket. The secret goes in, and is never shown again. */
export function BucketFields({ draft, errors, onEdit }: BucketFieldsProps) {
  const field = (name: TextField): TextInputProps => ({
    ...{ autoComplete: 'off', autoCorrect: 'off', autoCapitalize: 'none', spellCheck: false },
    ...{ dir: 'ltr', value: draft[name] },
    error: errors[name] && <span role="alert">{errors[name]}</span>,
    onChange: (event) => onEdit({ [name]: event.currentTarget.value }),
  })
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          label={t`Server`}
          placeholder="https://s3.example.com"
          inputMode="url"
          {...field('endpoint')}
        />
        <TextInput label={t`Region (optional)`} placeholder="us-east-1" {...field('region')} />
      </div>
      <div className={classes.pair}>
        <TextInput label={t`Bucket`} {...field('bucket')} />
        <TextInput label={t`Folder in it (optional)`} {...field('prefix')} />
      </div>
      <div className={classes.pair}>
        <TextInput label={t`Access key`} {...field('accessKeyId')} />
        <PasswordInput
          label={t`Its secret`}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t`Show the secret` }}
          value={draft.secretAccessKey}
          onChange={(event) => onEdit({ secretAccessKey: event.currentTarget.value })}
        />
      </div>
    </>
  )
}
