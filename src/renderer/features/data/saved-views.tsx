import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Button, Group, Popover, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { IconBookmark, IconTrash } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import classes from './filter-bar.module.css'
import { isEmptyFilter } from './record-filter.ts'
import { readViews, type SavedView, writeViews } from './saved-view-store.ts'
import { useDataAddress } from './use-data-address.ts'

const deleteLabel = ({ name }: SavedView) => t`Delete view ${name}`

/** The filters that were saved for this type, and saving the one in use. */
export function SavedViews() {
  const { type, filter, go } = useDataAddress()
  const [all, setAll] = useState(readViews)
  const [name, setName] = useState('')
  const [opened, setOpened] = useState(false)
  const views = all.filter((view) => view.type === type)
  const keep = (next: readonly SavedView[]) => {
    writeViews(next)
    setAll([...next])
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    const title = name.trim()
    if (title === '') return
    const others = all.filter((view) => view.type !== type || view.name !== title)
    keep([...others, { name: title, type, filter }])
    setName('')
  }
  return (
    <Popover
      position="bottom-end"
      shadow="md"
      width={280}
      trapFocus
      returnFocus
      opened={opened}
      onChange={setOpened}
    >
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconBookmark size={16} />}
          onClick={() => setOpened(!opened)}
        >
          <Trans>Views</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="md">
          {views.length === 0 && (
            <p className={classes.none}>
              <Trans>No views are saved for this type.</Trans>
            </p>
          )}
          <ul className={classes.views}>
            {views.map((view) => (
              <li key={view.name} className={classes.view}>
                <UnstyledButton
                  className={classes.apply}
                  onClick={() => {
                    setOpened(false)
                    go({ filter: view.filter })
                  }}
                >
                  <bdi>{view.name}</bdi>
                </UnstyledButton>
                <ActionIcon
                  aria-label={deleteLabel(view)}
                  onClick={() => keep(all.filter((other) => other !== view))}
                >
                  <IconTrash size={14} />
                </ActionIcon>
              </li>
            ))}
          </ul>
          <form onSubmit={save}>
            <Group gap="sm" wrap="nowrap">
              <TextInput
                flex={1}
                aria-label={t`Name of the view`}
                placeholder={isEmptyFilter(filter) ? t`Filter first` : t`Name this filter`}
                disabled={isEmptyFilter(filter)}
                value={name}
                onChange={({ currentTarget }) => setName(currentTarget.value)}
              />
              <Button
                type="submit"
                variant="default"
                disabled={isEmptyFilter(filter) || name.trim() === ''}
              >
                <Trans>Save</Trans>
              </Button>
            </Group>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
