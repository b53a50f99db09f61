import type { ReactNode } from 'react'
import { Link } from 'react-router'
import classes from './list-row.module.css'
import { type Open, type Place, searchOf } from './use-bindings-address.ts'

interface ListRowProps {
  readonly place: Place
  /** What it opens. */
  readonly open: Open
  readonly icon: ReactNode
  readonly title: ReactNode
  readonly line: ReactNode
  readonly aside: ReactNode
  readonly shortcuts?: string
}

/** The element that the keys find a row by. */
export function rowId({ kind, id }: Open): string {
  return `binding-${kind}-${id}`
}

/** A row of one of the lists: a link to what it opens. */
export function ListRow({ place, open, icon, title, line, aside, shortcuts }: ListRowProps) {
  const isOpen = place.open?.kind === open.kind && place.open.id === open.id
  return (
    <li>
      <Link
        id={rowId(open)}
        to={{ search: searchOf({ ...place, open }) }}
        // Opened twice it is still one step back.
        replace={isOpen}
        className={classes.row}
        data-kind={open.kind}
        data-id={open.id}
        aria-current={isOpen ? 'true' : undefined}
        aria-keyshortcuts={shortcuts}
      >
        <span className={classes.icon}>{icon}</span>
        <span className={classes.words}>
          <span className={classes.title}>{title}</span>
          <span className={classes.line} dir="auto">
            {line}
          </span>
        </span>
        <span className={classes.aside}>{aside}</span>
      </Link>
    </li>
  )
}
