import { t } from '@lingui/core/macro'
import { PasswordInput, TextInput } from '@mantine/core'
import classes from './bring-back-screen.module.css'
import type { ServerFields as Fields } from './use-backup-form.ts'

interface ServerFieldsProps {
  readonly server: Fields
  readonly type: (field: keyof Fields, text: string) => void
  readonly disabled: boolean
}

/** Asks for a bucket and who may read it. The secret goes to main, and is not kept. */
export function ServerFields({ server, type, disabled }: ServerFieldsProps) {
  const field = (name: keyof Fields) => ({
    value: server[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => type(name, event.currentTarget.value),
    ...{ disabled, autoComplete: 'off', autoCorrect: 'off', spellCheck: false },
    autoCapitalize: 'none',
  })
  return (
    <div className={classes.fields}>
      <TextInput
        className={classes.wide ?? ''}
        label={t`Address of the server`}
        placeholder="https://s3.example"
        inputMode="url"
        {...field('endpoint')}
      />
      <TextInput label={t`Region`} placeholder="us-east-1" {...field('region')} />
      <TextInput label={t`Bucket`} {...field('bucket')} />
      <TextInput
        className={classes.wide ?? ''}
        label={t`Folder in the bucket`}
        description={t`Empty where the backups are at its top.`}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...field('prefix')}
      />
      <TextInput label={t`Access key ID`} {...field('accessKeyId')} />
      <PasswordInput label={t`Secret access key`} {...field('secretAccessKey')} />
    </div>
  )
}
