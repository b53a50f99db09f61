import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Anchor, Menu } from '@mantine/core'
import { Link } from 'react-router'
import { shortenId } from '../../components/shorten-id.ts'
import classes from './record-links.module.css'
import { recordPath } from './record-path.ts'

/** A longer list than this nobody reads. */
const SHOWN = 30

/** The way to the records a line of a log is about. */
export function RecordLinks({ records }: { records: readonly string[] }) {
  const [only] = records
  if (only === undefined) return null
  if (records.length === 1) {
    return (
      <Anchor
        component={Link}
        to={recordPath(only)}
        className={classes.id ?? ''}
        aria-label={t`Record ${only}`}
      >
        {shortenId(only)}
      </Anchor>
    )
  }
  const count = records.length
  const more = i18n.number(count - SHOWN)
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Anchor component="button" type="button">
          <Plural value={count} one="# record" other="# records" />
        </Anchor>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu ?? ''}>
        {records.slice(0, SHOWN).map((id) => (
          <Menu.Item key={id} component={Link} to={recordPath(id)} className={classes.id ?? ''}>
            {shortenId(id)}
          </Menu.Item>
        ))}
        {count > SHOWN && (
          <Menu.Label>
            <Trans>and {more} more</Trans>
          </Menu.Label>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
