import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Radio, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import classes from './guides.module.css'
import { PublicUrlField, WayTextField } from './text-fields.tsx'
import { TokenField } from './token-field.tsx'
import type { MeansView } from './use-means.ts'
import type { WayFieldsProps } from './way-fields.tsx'

/** A tunnel of Cloudflare’s: for once and at once, or one that the owner made there. */
export function CloudflareFields({ form, means }: WayFieldsProps) {
  const { draft, edit } = form
  return (
    <>
      {means.means?.hasCloudflared === false && <ProgramMissing means={means} />}
      <Radio.Group
        label={t`Which tunnel`}
        value={draft.isNamed ? 'named' : 'quick'}
        onChange={(value) => edit({ isNamed: value === 'named' })}
      >
        <div className={classes.choices}>
          <Radio
            value="quick"
            label={t`A quick one`}
            description={t`No account. The address is another one each time, so it suits to try things out.`}
            classNames={{ description: classes.meaning ?? '' }}
          />
          <Radio
            value="named"
            label={t`One that I made at Cloudflare`}
            description={t`It keeps its address. Needs an account and a domain there.`}
            classNames={{ description: classes.meaning ?? '' }}
          />
        </div>
      </Radio.Group>
      {draft.isNamed && (
        <>
          <Text c="dimmed">
            <Trans>
              At Cloudflare, under Zero Trust › Networks › Tunnels, make a tunnel, copy its token,
              and give it a public hostname whose service is HTTP at localhost with the port below.
            </Trans>
          </Text>
          <TokenField kind="cloudflared" form={form} means={means} />
          <PublicUrlField form={form} description={t`The public hostname of the tunnel.`} />
          <WayTextField
            form={form}
            field="localPort"
            label={t`Port of the service`}
            description={t`As it says there: http://localhost:PORT. Any that is free on this computer.`}
            placeholder="8080"
            inputMode="numeric"
          />
        </>
      )}
    </>
  )
}

function ProgramMissing({ means }: { means: MeansView }) {
  return (
    <div className={classes.warning} role="status">
      <IconAlertTriangle size={16} aria-hidden="true" />
      <span>
        <Trans>
          The program cloudflared is not installed on this computer. Get it from Cloudflare
          (developers.cloudflare.com, “Downloads”) or from your system’s package manager.
        </Trans>
      </span>
      <Button variant="default" size="compact-sm" onClick={() => void means.read()}>
        <Trans>Look again</Trans>
      </Button>
    </div>
  )
}
