import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Anchor } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import { InsteadOfList, ListPane, ListPanePlaceholder } from '../../components/list-pane.tsx'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { normalisePlatform } from '../access/caller.ts'
import { type StateFilter, useDeliveriesAddress } from './deliveries-address.ts'
import classes from './deliveries-screen.module.css'
import { PlatformDetail } from './platform-detail.tsx'
import { type DeliveryPlatform, withName } from './platform-health.ts'
import { PlatformList } from './platform-list.tsx'
import { usePlatforms } from './use-platforms.ts'

/** Who is told of changes: the platforms at the left, the chosen one at the right. */
export function DeliveriesScreen() {
  const { platforms, error, refetch } = usePlatforms()
  return (
    <div className={classes.screen}>
      {platforms ? (
        <Platforms platforms={platforms} />
      ) : (
        <Waiting error={error} onRetry={() => void refetch()} />
      )}
    </div>
  )
}

function Platforms({ platforms }: { platforms: readonly DeliveryPlatform[] }) {
  const { place, go } = useDeliveriesAddress()
  const [filter, setFilter] = useState('')
  const list = useRef<HTMLElement>(null)
  const first = firstShown(platforms, place.state)?.platform
  const isAnyChosen = place.platform !== undefined
  useEffect(() => {
    if (!isAnyChosen && first !== undefined) go({ ...place, platform: first }, true)
  }, [isAnyChosen, first, place, go])
  if (platforms.length === 0) return <Nobody />
  const wanted = place.platform === undefined ? null : normalisePlatform(place.platform)
  const chosen = platforms.find(({ platform }) => platform === wanted)
  const toList = () => list.current?.querySelector('a')?.focus()
  return (
    <>
      <ListPane
        title={t`Deliveries`}
        label={t`Platforms`}
        filter={filter}
        onFilter={setFilter}
        onDown={toList}
      >
        <PlatformList list={list} platforms={withName(platforms, filter)} place={place} />
      </ListPane>
      <div className={classes.detail}>
        {chosen && <PlatformDetail key={chosen.platform} platform={chosen} place={place} />}
        {!chosen && isAnyChosen && (
          <Notice icon={<IconSend size={24} />} title={t`This platform is not in the list`}>
            <p className={classes.text}>
              <Trans>It was never told of anything. Choose one at the left.</Trans>
            </p>
          </Notice>
        )}
      </div>
    </>
  )
}

/** Whom the owner looks for comes first: those that need them do. */
function firstShown(
  platforms: readonly DeliveryPlatform[],
  state: StateFilter | undefined,
): DeliveryPlatform | undefined {
  const hasFailed = platforms.find(({ failed }) => failed > 0)
  return (state === 'failed' ? hasFailed : undefined) ?? platforms[0]
}

function Nobody() {
  return (
    <InsteadOfList title={t`Deliveries`}>
      <Notice icon={<IconSend size={24} />} title={t`Nobody is told of changes yet`}>
        <p className={classes.text}>
          <Trans>
            Platforms that your registry lists appear here. When you change a record that a platform
            may read, the vault tells it, and you see here what it was sent.
          </Trans>
        </p>
        <Anchor component={Link} to="/access">
          <Trans>Decide who may read</Trans>
        </Anchor>
      </Notice>
    </InsteadOfList>
  )
}

function Waiting({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error) {
    return (
      <InsteadOfList title={t`Deliveries`}>
        <ErrorNotice title={t`The platforms could not be read`} error={error} onRetry={onRetry} />
      </InsteadOfList>
    )
  }
  return (
    <>
      <ListPanePlaceholder title={t`Deliveries`} />
      <div className={classes.detail} />
    </>
  )
}
