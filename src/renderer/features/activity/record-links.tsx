import { Anchor, Menu } from '@mantine/core'
import { Link } from 'react-router'
import { shortenId } from '../../components/shorten-id.ts'
import classes from './record-links.module.css'
import { recordPath } from './record-path.ts'
import { counted } from './words.ts'

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
        aria-label={`Record ${only}`}
      >
        {shortenId(only)}
      </Anchor>
    )
  }
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Anchor component="button" type="button">
          {counted(records.length, 'record')}
        </Anchor>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu ?? ''}>
        {records.slice(0, SHOWN).map((id) => (
          <Menu.Item key={id} component={Link} to={recordPath(id)} className={classes.id ?? ''}>
            {shortenId(id)}
          </Menu.Item>
        ))}
        {records.length > SHOWN && (
          <Menu.Label>and {(records.length - SHOWN).toLocaleString('en')} more</Menu.Label>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
