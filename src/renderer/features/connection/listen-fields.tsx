import { t } from '@lingui/core/macro'
import { Checkbox } from '@mantine/core'
import { WayTextField } from './text-fields.tsx'
import type { WayForm } from './use-way-form.ts'

interface ListenFieldsProps {
  readonly form: WayForm
  readonly portLabel: string
  readonly portDescription: string
  readonly addressDescription: string
}

/** Where is listened for the world, and whether a proxy says who asks. */
export function ListenFields(props: ListenFieldsProps) {
  const { form, portLabel, portDescription, addressDescription } = props
  return (
    <>
      <WayTextField
        form={form}
        field="listenPort"
        label={portLabel}
        description={portDescription}
        placeholder="443"
        inputMode="numeric"
      />
      <WayTextField
        form={form}
        field="listenAddress"
        label={t`Listen at`}
        description={addressDescription}
        placeholder={t`All networks`}
      />
      <Checkbox
        label={t`A web server (proxy) stands in front and passes requests on`}
        description={t`Tick this only if it does, and says in X-Forwarded-For who asks: whoever reaches the port without it could pretend to be anybody’s address.`}
        checked={form.draft.behindProxy}
        onChange={(event) => form.edit({ behindProxy: event.currentTarget.checked })}
      />
    </>
  )
}
