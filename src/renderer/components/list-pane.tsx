import { t } from '@lingui/core/macro'
import { Skeleton, TextInput, Title, VisuallyHidden } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import classes from './list-pane.module.css'

/** The left of a screen that lists at the left and shows what is chosen at the right. */

interface ListPaneProps {
  /** Of the screen. */
  readonly title: string
  /** What is listed. */
  readonly label: string
  readonly filter: string
  readonly onFilter: (filter: string) => void
  /** On to the list. */
  readonly onDown: () => void
  /** The list. */
  readonly children: ReactNode
}

/** A list under the screen's title, narrowed by names. */
export function ListPane({ title, label, filter, onFilter, onDown, children }: ListPaneProps) {
  const search = useRef<HTMLInputElement>(null)
  useHotkeys([['/', () => search.current?.focus()]])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onFilter('')
    if (event.key === 'ArrowDown' || event.key === 'Enter') onDown()
  }
  return (
    <section className={classes.pane} aria-label={label}>
      <div className={classes.head}>
        <Title order={1} className={classes.title ?? ''}>
          {title}
        </Title>
        <TextInput
          ref={search}
          size="xs"
          className={classes.search ?? ''}
          aria-label={t`Filter by name`}
          aria-keyshortcuts="/"
          placeholder={t({ message: 'Filter', context: 'verb' })}
          leftSection={<IconSearch size={14} />}
          value={filter}
          onChange={(event) => onFilter(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      {children}
    </section>
  )
}

/** The same while nothing is known yet. */
export function ListPanePlaceholder({ title }: { title: string }) {
  return (
    <div className={classes.pane}>
      <div className={classes.head}>
        <Title order={1} className={classes.title ?? ''}>
          {title}
        </Title>
      </div>
      <div className={classes.placeholder}>
        <Skeleton height={40} />
        <Skeleton height={40} />
        <Skeleton height={40} />
      </div>
    </div>
  )
}

/** Takes the place of list and detail: that there is nothing to list, or why it can't be read. */
export function InsteadOfList({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes.instead}>
      <VisuallyHidden component="h1">{title}</VisuallyHidden>
      {children}
    </div>
  )
}
