import { useQuery } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Anchor, Button, Skeleton, Title } from '@mantine/core'
import { IconArrowLeft, IconRepeat } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { Link, useNavigate } from 'react-router'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { Section } from '../../components/section.tsx'
import { Time } from '../../components/time.tsx'
import { DeliveryDocument, type DeliveryQuery } from '../../graphql/documents.generated.ts'
import { RecordLinks } from '../activity/record-links.tsx'
import { useTypeName } from '../data/record-counts.ts'
import { useVault } from '../vault/vault-context.tsx'
import { AttemptTable } from './attempt-table.tsx'
import { type DeliveriesPlace, searchOf } from './deliveries-address.ts'
import classes from './delivery-view.module.css'
import { missingWords, operationWords, stateSentence } from './delivery-words.ts'
import { NextTry } from './next-try.tsx'
import { PacketText } from './packet-text.tsx'
import { type DeliveryPlatform, platformTitle } from './platform-health.ts'
import { StateMark } from './state-mark.tsx'
import { useWhenDelivered } from './use-platforms.ts'
import { useReplay } from './use-replay.ts'

interface DeliveryViewProps {
  readonly id: string
  readonly platform: DeliveryPlatform
  readonly place: DeliveriesPlace
}

type OpenDelivery = NonNullable<DeliveryQuery['delivery']>

/** One delivery: what became of it, each attempt, and what was sent. */
export function DeliveryView({ id, platform, place }: DeliveryViewProps) {
  const { data, error, refetch } = useQuery(DeliveryDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  })
  useWhenDelivered(refetch)
  const navigate = useNavigate()
  const { delivery: _, ...above } = place
  const back = { search: searchOf(above) }
  const onKeyDown = ({ key, target, currentTarget }: KeyboardEvent) => {
    // Dialogs are elsewhere in the page, and have an Esc of their own.
    if (key === 'Escape' && currentTarget.contains(target as Node)) void navigate(back)
  }
  const title = platformTitle(platform.platform)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc leads back from anything in it
    <div className={classes.view} onKeyDown={onKeyDown}>
      <Anchor component={Link} to={back} className={classes.back ?? ''}>
        <IconArrowLeft size={16} aria-hidden="true" />
        <Trans>Deliveries to {title}</Trans>
      </Anchor>
      {data?.delivery && <Whole delivery={data.delivery} platform={platform} />}
      {!data && error && (
        <ErrorNotice
          title={t`The delivery could not be read`}
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!data && !error && <Skeleton height={96} className={classes.placeholder ?? ''} />}
      {data && !data.delivery && (
        <Notice icon={<IconRepeat size={24} />} title={t`This delivery is not kept any more`}>
          <p className={classes.text}>
            <Trans>What the platform has received stays written down.</Trans>
          </p>
        </Notice>
      )}
    </div>
  )
}

function Whole({ delivery, platform }: { delivery: OpenDelivery; platform: DeliveryPlatform }) {
  return (
    <>
      <Head delivery={delivery} platform={platform} />
      <Section
        title={t`Attempts`}
        hint={t`Newest first, those of earlier versions of the record too.`}
      >
        <AttemptTable attempts={delivery.attempts} />
      </Section>
      <Payload payload={delivery.payload} />
    </>
  )
}

function Head({ delivery, platform }: { delivery: OpenDelivery; platform: DeliveryPlatform }) {
  const { id, ontology, metaEnvelopeId, operation, changedAt, deliveredAt, nextTryAt } = delivery
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const typeName = useTypeName()
  const { writable } = useVault()
  const { replay, refusals, sending } = useReplay(id)
  const sentence = stateSentence(delivery, platform.state)
  return (
    <header className={classes.header}>
      <div className={classes.top}>
        <div className={classes.names}>
          <Title order={2} ref={heading} tabIndex={-1} className={classes.title ?? ''}>
            {typeName(ontology)}
          </Title>
          <StateMark delivery={delivery} />
        </div>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconRepeat size={14} />}
          disabled={!writable}
          loading={sending}
          onClick={() => void replay()}
        >
          <Trans>Send again</Trans>
        </Button>
      </div>
      <RefusalAlert title={t`It is not sent again`} refusals={refusals} />
      {sentence !== null && <p className={classes.text}>{sentence}</p>}
      <dl className={classes.facts}>
        <Fact name={t`Record`}>
          <RecordLinks records={[metaEnvelopeId]} />
        </Fact>
        <Fact name={operationWords(operation)}>
          <Time value={changedAt} />
        </Fact>
        <Fact name={t`Received`}>{deliveredAt ? <Time value={deliveredAt} /> : t`Not yet`}</Fact>
        {nextTryAt !== null && platform.state === 'healthy' && (
          <Fact name={t`Next try`}>
            <NextTry at={nextTryAt} />
          </Fact>
        )}
      </dl>
    </header>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Payload({ payload }: { payload: OpenDelivery['payload'] }) {
  const wasSent = payload?.wasSent ?? false
  return (
    <Section
      title={wasSent ? t`What was sent` : t`What would be sent`}
      hint={
        wasSent
          ? t`The packet of the last attempt.`
          : t`The packet as it would go to the platform now.`
      }
    >
      {payload?.body == null ? (
        <p className={classes.text}>{missingWords(payload) ?? t`Nothing may be sent.`}</p>
      ) : (
        <PacketText
          label={wasSent ? t`What was sent` : t`What would be sent`}
          text={payload.body}
        />
      )}
    </Section>
  )
}
