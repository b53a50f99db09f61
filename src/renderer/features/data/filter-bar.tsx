import { t } from '@lingui/core/macro'
import { ActionIcon, CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks'
import { IconSearch, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { describeConditions } from './describe-filter.ts'
import classes from './filter-bar.module.css'
import { FilterMenu } from './filter-menu.tsx'
import { SavedViews } from './saved-views.tsx'
import { useAddressAction } from './use-address-action.ts'
import { useDataAddress } from './use-data-address.ts'

/** Long enough not to ask the vault for every letter. */
const PAUSE_MS = 80

/** What narrows the list: a search, conditions, and the views that were saved of them. */
export function FilterBar({ onLeave }: { onLeave: () => void }) {
  const { filter, go, type } = useDataAddress()
  const conditions = describeConditions(filter)
  return (
    <search className={classes.filter} aria-label={t`Filter records`}>
      <div className={classes.bar}>
        <SearchField key={type} onLeave={onLeave} />
        <FilterMenu />
        <SavedViews />
      </div>
      {conditions.length > 0 && (
        <ul className={classes.chips} aria-label={t`Conditions`}>
          {conditions.map(({ text, without }) => (
            <li key={text} className={classes.chip}>
              <span className={classes.text} title={text} dir="auto">
                {text}
              </span>
              <ActionIcon
                size={20}
                aria-label={t`Remove condition: ${text}`}
                onClick={() => go({ filter: without })}
              >
                <IconX size={12} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
    </search>
  )
}

function SearchField({ onLeave }: { onLeave: () => void }) {
  const { filter, go } = useDataAddress()
  const [text, setText] = useState(filter.search)
  const field = useRef<HTMLInputElement>(null)
  const sent = useRef(filter.search)
  const send = useDebouncedCallback((search: string) => {
    // The first letter is a step to go back from; the others correct it.
    const replace = sent.current !== ''
    sent.current = search
    go({ filter: { ...filter, search } }, replace)
  }, PAUSE_MS)
  useEffect(() => {
    if (filter.search === sent.current) return
    sent.current = filter.search
    setText(filter.search)
  }, [filter.search])
  const change = (search: string) => {
    setText(search)
    send(search.trim())
  }
  useHotkeys([['/', () => field.current?.select()]])
  useAddressAction('find', () => field.current?.select())
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && text !== '') change('')
    else if (event.key === 'Escape' || event.key === 'ArrowDown' || event.key === 'Enter') onLeave()
    else return
    event.preventDefault()
  }
  return (
    <TextInput
      ref={field}
      className={classes.search ?? ''}
      type="search"
      aria-label={t`Search records`}
      aria-keyshortcuts="/"
      placeholder={t`Search (/)`}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      rightSection={
        text !== '' && (
          <CloseButton size={24} aria-label={t`Clear search`} onClick={() => change('')} />
        )
      }
      value={text}
      maxLength={1_000}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  )
}
