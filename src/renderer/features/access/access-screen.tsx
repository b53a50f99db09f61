import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconShieldLock } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { InsteadOfList, ListPane, ListPanePlaceholder } from '../../components/list-pane.tsx'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { useAccessAddress } from './access-address.ts'
import classes from './access-screen.module.css'
import { type useVisitors, useVisitorsNow } from './use-visitors.ts'
import { VisitorDetail } from './visitor-detail.tsx'
import { VisitorList } from './visitor-list.tsx'
import { groupsOf, newcomerAt, type Visitor, visitorAt } from './visitors.ts'

/** Who ever came, and what they may do: the list at the left, the chosen one at the right. */
export function AccessScreen() {
  const { visitors, settings, error, refetch } = useVisitorsNow()
  return (
    <div className={classes.screen}>
      {visitors && settings ? (
        <Visitors visitors={visitors} settings={settings} />
      ) : (
        <Waiting error={error} onRetry={() => void refetch()} />
      )}
    </div>
  )
}

type Settings = NonNullable<ReturnType<typeof useVisitors>['settings']>

function Visitors({ visitors, settings }: { visitors: readonly Visitor[]; settings: Settings }) {
  const { who, go } = useAccessAddress()
  const [filter, setFilter] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const groups = groupsOf(visitors, filter)
  const shown = [...groups.waiting, ...groups.others]
  const chosen = who === null ? undefined : (visitorAt(visitors, who) ?? newcomerAt(who))
  useFirst(shown, who, go)

  const toList = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isOfItself(event)) list.current?.focus()
  }
  if (visitors.length === 0 && !chosen) return <Nobody />
  return (
    <>
      <ListPane
        title={t`Access`}
        label={t`Visitors`}
        filter={filter}
        onFilter={setFilter}
        onDown={() => list.current?.focus()}
      >
        <VisitorList
          list={list}
          groups={groups}
          chosen={chosen?.line ?? null}
          onChoose={(line) => go(line, true)}
          onEnter={() => heading.current?.focus()}
        />
      </ListPane>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Esc leads back from anything in it */}
      <div className={classes.detail} onKeyDown={toList}>
        {chosen ? (
          <VisitorDetail key={chosen.line} visitor={chosen} settings={settings} heading={heading} />
        ) : (
          <Notice icon={<IconShieldLock size={24} />} title={t`Not in the list any more`}>
            <p className={classes.text}>
              <Trans>Choose somebody at the left.</Trans>
            </p>
          </Notice>
        )}
      </div>
    </>
  )
}

/** Dialogs and open lists have an Esc of their own. */
function isOfItself({ target, currentTarget }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || !currentTarget.contains(target)) return false
  return target.getAttribute('aria-expanded') !== 'true'
}

/** Whoever comes first is shown while nobody was chosen. */
function useFirst(
  shown: readonly Visitor[],
  who: string | null,
  go: (line: string, replace: boolean) => void,
): void {
  const first = shown[0]?.line
  useEffect(() => {
    if (who === null && first !== undefined) go(first, true)
  }, [who, first, go])
}

function Nobody() {
  return (
    <InsteadOfList title={t`Access`}>
      <Notice icon={<IconShieldLock size={24} />} title={t`Nobody has come yet`}>
        <p className={classes.text}>
          <Trans>
            Platforms and people appear here the first time they ask your vault for something,
            whether they got it or not. Then you decide what they may do.
          </Trans>
        </p>
      </Notice>
    </InsteadOfList>
  )
}

function Waiting({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error) {
    return (
      <InsteadOfList title={t`Access`}>
        <ErrorNotice title={t`Who came could not be read`} error={error} onRetry={onRetry} />
      </InsteadOfList>
    )
  }
  return (
    <>
      <ListPanePlaceholder title={t`Access`} />
      <div className={classes.detail} />
    </>
  )
}
