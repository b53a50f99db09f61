import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Checkbox, Popover, Stack } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import classes from './columns-menu.module.css'
import { MOST_COLUMNS } from './field-columns.ts'
import type { TypeColumns } from './use-columns.ts'

/** Chooses the fields of the listed type that are columns of the list. */
export function ColumnsMenu({ columns }: { columns: TypeColumns }) {
  const { fields, shown, choose, isChosen } = columns
  if (fields.length === 0) return null
  const isFull = shown.length >= MOST_COLUMNS
  const most = MOST_COLUMNS
  return (
    <Popover position="bottom-end" shadow="md" width={240} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" size="compact-md" leftSection={<IconColumns3 size={16} />}>
          <Trans>Columns</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="md">
          <Checkbox.Group
            aria-label={t`Fields shown as columns`}
            value={[...shown]}
            onChange={(names) => choose(names)}
          >
            <div className={classes.fields}>
              {fields.map((name) => (
                <Checkbox
                  key={name}
                  value={name}
                  label={<bdi>{name}</bdi>}
                  disabled={isFull && !shown.includes(name)}
                />
              ))}
            </div>
          </Checkbox.Group>
          <p className={classes.note}>
            <Trans>Up to {most}. A narrow window shows fewer.</Trans>
          </p>
          <Button
            variant="default"
            size="compact-sm"
            disabled={!isChosen}
            onClick={() => choose(null)}
          >
            <Trans>Usual columns</Trans>
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
