import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { CloudflareFields } from './cloudflare-fields.tsx'
import { OwnAddressGuide, SshGuide } from './guides.tsx'
import { ListenFields } from './listen-fields.tsx'
import { PublicUrlField, WayTextField } from './text-fields.tsx'
import { TokenField } from './token-field.tsx'
import type { MeansView } from './use-means.ts'
import type { WayForm } from './use-way-form.ts'

export interface WayFieldsProps {
  readonly form: WayForm
  readonly means: MeansView
}

/** What a way of its kind needs. */
export function WayFields({ form, means }: WayFieldsProps) {
  switch (form.draft.kind) {
    case 'own-address':
      return <OwnAddressFields form={form} />
    case 'ssh':
      return <SshFields form={form} means={means} />
    case 'cloudflared':
      return <CloudflareFields form={form} means={means} />
    case 'ngrok':
      return <NgrokFields form={form} means={means} />
    case 'relay':
      return <RelayFields form={form} />
  }
}

function OwnAddressFields({ form }: Pick<WayFieldsProps, 'form'>) {
  return (
    <>
      <OwnAddressGuide />
      <PublicUrlField
        form={form}
        description={t`Where the world reaches your router or this computer.`}
      />
      <ListenFields
        form={form}
        portLabel={t`Port on this computer`}
        portDescription={t`Where your router, or your web server, passes requests on to.`}
        addressDescription={t`Leave it empty for all networks of this computer. With a web server on this computer, 127.0.0.1.`}
      />
    </>
  )
}

function SshFields({ form, means }: WayFieldsProps) {
  return (
    <>
      <WayTextField
        form={form}
        field="host"
        label={t`Server`}
        placeholder="server.example.org"
        inputMode="url"
      />
      <WayTextField form={form} field="port" label={t`SSH port`} inputMode="numeric" />
      <WayTextField
        form={form}
        field="user"
        label={t`User`}
        description={t`Your user’s name on the server.`}
      />
      <SshGuide means={means} />
      <PublicUrlField form={form} description={t`Where the world reaches your server.`} />
      <ListenFields
        form={form}
        portLabel={t`Port on the server`}
        portDescription={t`The server opens it, and passes what comes there on to your vault.`}
        addressDescription={t`Leave it empty for all networks of the server. With a web server there, 127.0.0.1.`}
      />
    </>
  )
}

function NgrokFields({ form, means }: WayFieldsProps) {
  return (
    <>
      <Text c="dimmed">
        <Trans>
          Sign in at ngrok.com and copy your authtoken. With a domain of yours there, your vault
          keeps its address; without one, ngrok chooses.
        </Trans>
      </Text>
      <TokenField kind="ngrok" form={form} means={means} />
      <WayTextField
        form={form}
        field="domain"
        label={t`Domain`}
        description={t`Leave it empty for any.`}
        placeholder="me.ngrok.app"
        inputMode="url"
      />
    </>
  )
}

function RelayFields({ form }: Pick<WayFieldsProps, 'form'>) {
  return (
    <>
      <Text c="dimmed">
        <Trans>
          Whoever runs the relay gives you these three. Your vault proves to it who it is; nothing
          has to be agreed before.
        </Trans>
      </Text>
      <WayTextField
        form={form}
        field="host"
        label={t`Relay`}
        placeholder="relay.example.org"
        inputMode="url"
      />
      <WayTextField form={form} field="port" label={t`Port`} inputMode="numeric" />
      <PublicUrlField
        form={form}
        description={t`Where the world reaches the relay.`}
        placeholder="https://relay.example.org"
      />
    </>
  )
}
