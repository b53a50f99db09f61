import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import type { ConnectionState, ConnectionWay } from '../../../ipc/connection.ts'
import { Time } from '../../components/time.tsx'
import { ToneMark } from '../../components/tone-mark.tsx'
import { causeWords } from './cause-words.ts'
import { ChangedHostKey } from './changed-host-key.tsx'
import { legIcons } from './path-drawing.tsx'
import { KnownServerKey } from './server-key.tsx'
import type { Ways } from './use-ways.ts'
import { type WayState, wayStateOf } from './way-state.ts'
import { kindWords, wayPlace } from './way-words.ts'
import classes from './ways-section.module.css'

interface WayRowProps {
  readonly way: ConnectionWay
  readonly at: number
  readonly state: ConnectionState
  readonly ways: Ways
  readonly onEdit: (at: number) => void
  readonly onRemoved: () => void
}

/** One way: what it is, how it stands with it, and what can be done with it. */
export function WayRow({ way, at, state, ways, onEdit, onRemoved }: WayRowProps) {
  const { name, Icon } = kindWords[way.kind]
  const wayState = wayStateOf(state, at)
  const { cause } = wayState
  const serverKey = state.serverKeys[at]
  return (
    <li className={classes.way}>
      <Icon size={20} stroke={1.75} aria-hidden="true" />
      <div className={classes.facts}>
        <div className={classes.name}>
          <strong>{name}</strong>
          <StateText state={wayState} />
        </div>
        <span className={classes.place}>{wayPlace(way)}</span>
        {cause !== null && <Cause cause={cause} />}
        {cause?.code === 'HOST_KEY_CHANGED' && 'host' in way ? (
          <ChangedHostKey cause={cause} host={way.host} port={way.port} />
        ) : (
          serverKey && <KnownServerKey fingerprint={serverKey} />
        )}
      </div>
      <WayMenu {...{ at, ways, onEdit, onRemoved, name }} />
    </li>
  )
}

function StateText({ state: { tone, word, provenAt } }: { state: WayState }) {
  return (
    <ToneMark tone={tone} Icon={legIcons[tone]}>
      {word}
      {provenAt !== null && (
        <>
          {', '}
          <Trans>
            last proven <Time value={provenAt} />
          </Trans>
        </>
      )}
    </ToneMark>
  )
}

function Cause({ cause }: { cause: NonNullable<WayState['cause']> }) {
  const { what, wayOut } = causeWords(cause)
  return (
    <p className={classes.cause}>
      {what} <span className={classes.wayOut}>{wayOut}</span>
    </p>
  )
}

type WayMenuProps = Pick<WayRowProps, 'at' | 'ways' | 'onEdit' | 'onRemoved'> & { name: string }

function WayMenu({ at, ways, onEdit, onRemoved, name }: WayMenuProps) {
  const { all, working, move, remove } = ways
  const onRemove = async () => {
    if (await remove(at)) onRemoved()
  }
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon size={28} aria-label={t`More on ${name}`} disabled={working}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onEdit(at)}>
          <Trans>Edit…</Trans>
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowUp size={16} />}
          disabled={at === 0}
          onClick={() => void move(at, at - 1)}
        >
          <Trans>Try earlier</Trans>
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowDown size={16} />}
          disabled={at === all.length - 1}
          onClick={() => void move(at, at + 1)}
        >
          <Trans>Try later</Trans>
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => void onRemove()}>
          <Trans>Remove</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
