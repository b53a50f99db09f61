import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconEye, IconLock, IconPencil } from '@tabler/icons-react'
import { type KeyboardEvent, type RefObject, useEffect, useId } from 'react'
import { IconCount } from '../../components/icon-count.tsx'
import { Time } from '../../components/time.tsx'
import { decisionInShort } from './consent-words.ts'
import classes from './visitor-list.module.css'
import { VisitorPicture } from './visitor-picture.tsx'
import { type groupsOf, isWaiting, type Visitor } from './visitors.ts'

interface VisitorListProps {
  readonly list: RefObject<HTMLDivElement | null>
  readonly groups: ReturnType<typeof groupsOf>
  /** The line of who is shown. */
  readonly chosen: string | null
  readonly onChoose: (line: string) => void
  /** Enter: on to what is shown. */
  readonly onEnter: () => void
}

/** Everyone who came; those that wait for a decision first. */
export function VisitorList({ list, groups, chosen, onChoose, onEnter }: VisitorListProps) {
  const shown = [...groups.waiting, ...groups.others]
  const at = shown.findIndex(({ line }) => line === chosen)
  const onKeyDown = useListKeys(shown, at, onChoose, onEnter)
  const id = useId()
  const idOf = (index: number) => `${id}-${index}`
  useEffect(() => {
    if (at >= 0) document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, at])
  if (shown.length === 0) {
    return (
      <p className={classes.none} role="status">
        <Trans>Nobody of that name has come.</Trans>
      </p>
    )
  }
  const group = (title: string, visitors: readonly Visitor[], from: number) => (
    <Group title={title} visitors={visitors} from={from} {...{ chosen, idOf, onChoose }} />
  )
  return (
    <div
      ref={list}
      className={classes.list}
      role="listbox"
      aria-label={t`Who came`}
      aria-activedescendant={at >= 0 ? idOf(at) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {groups.waiting.length > 0 && group(t`Wants access`, groups.waiting, 0)}
      {groups.others.length > 0 &&
        group(
          groups.waiting.length > 0 ? t`Others` : t`Everyone who came`,
          groups.others,
          groups.waiting.length,
        )}
    </div>
  )
}

interface GroupProps {
  readonly title: string
  readonly visitors: readonly Visitor[]
  readonly from: number
  readonly chosen: string | null
  readonly idOf: (index: number) => string
  readonly onChoose: (line: string) => void
}

function Group({ title, visitors, from, chosen, idOf, onChoose }: GroupProps) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be part of a listbox
    <div role="group" aria-labelledby={id} className={classes.group}>
      <div id={id} className={classes.heading} role="presentation">
        {title}
        <span className={classes.count}>{visitors.length}</span>
      </div>
      {visitors.map((visitor, index) => (
        // The keys are the list's, which has the focus.
        // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus
        // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox has the keys
        <div
          key={visitor.line}
          id={idOf(from + index)}
          role="option"
          className={classes.entry}
          aria-selected={visitor.line === chosen}
          title={visitor.name || undefined}
          onClick={() => onChoose(visitor.line)}
        >
          <VisitorPicture visitor={visitor} size={28} />
          <Words visitor={visitor} />
        </div>
      ))}
    </div>
  )
}

function Words({ visitor }: { visitor: Visitor }) {
  const { title, kind, lastSeen, reads, writes } = visitor
  return (
    <div className={classes.words}>
      <div className={classes.line}>
        <span className={classes.name} dir="auto">
          {title}
        </span>
        <span className={classes.when}>
          {lastSeen ? <Time value={lastSeen} plain /> : t`never came`}
        </span>
      </div>
      <div className={classes.line}>
        <span className={classes.state} data-waiting={isWaiting(visitor) || undefined}>
          {kind === 'platform' ? platformWords(visitor) : kindWords[kind]}
        </span>
        <span className={classes.when}>
          {visitor.consent?.refusedWhileLocked && (
            <IconLock size={14} role="img" aria-label={t`Refused while locked`} />
          )}
          <IconCount
            count={reads}
            words={plural(reads, { one: '# read', other: '# reads' })}
            Icon={IconEye}
          />
          <IconCount
            count={writes}
            words={plural(writes, { one: '# write', other: '# writes' })}
            Icon={IconPencil}
          />
        </span>
      </div>
    </div>
  )
}

function platformWords({ consent, verified }: Visitor): string {
  const decision = decisionInShort(consent)
  return verified ? decision : t`${decision} · claimed`
}

const kindWords = { person: t`Person`, anonymous: t`Anybody`, owner: t`You` } as const

function useListKeys(
  shown: readonly Visitor[],
  at: number,
  onChoose: (line: string) => void,
  onEnter: () => void,
) {
  const moveTo = (index: number) => {
    const visitor = shown[Math.max(0, Math.min(index, shown.length - 1))]
    if (visitor) onChoose(visitor.line)
  }
  const actions: Record<string, () => void> = {
    ArrowDown: () => moveTo(at + 1),
    ArrowUp: () => moveTo(at - 1),
    Home: () => moveTo(0),
    End: () => moveTo(shown.length - 1),
    Enter: onEnter,
  }
  return (event: KeyboardEvent) => {
    const action = actions[event.key]
    if (!action || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    action()
  }
}
