import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import {
  IconAddressBook,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconDeviceDesktop,
  IconPlugConnectedX,
  IconWorld,
  type Icon as TablerIcon,
} from '@tabler/icons-react'
import type { ConnectionState } from '../../../ipc/connection.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { Time } from '../../components/time.tsx'
import { type Leg, type LegTone, publicUrlOf } from './path.ts'
import classes from './path-drawing.module.css'
import { kindWords } from './way-words.ts'

export const legIcons: Readonly<Record<LegTone, TablerIcon>> = {
  ok: IconCircleCheck,
  plain: IconCircleDashed,
  warn: IconAlertTriangle,
}

/** The way between the vault and the world, with what was proven of each part of it. */
export function PathDrawing({ state, legs }: { state: ConnectionState; legs: readonly Leg[] }) {
  const [tunnel, registry, world] = legs
  const publicUrl = publicUrlOf(state)
  const { name, Icon } = providerOf(state)
  return (
    <div className={classes.drawing}>
      <ol className={classes.path} aria-label={t`From this computer to the world`}>
        <Place Icon={IconDeviceDesktop} name={t`This computer`} />
        {tunnel && <LegMark leg={tunnel} />}
        <Place Icon={Icon} name={name} />
        {registry && <LegMark leg={registry} />}
        <Place Icon={IconAddressBook} name={t`Registry`} />
        {world && <LegMark leg={world} />}
        <Place Icon={IconWorld} name={t`World`} />
      </ol>
      <p className={classes.address}>
        <span>
          {publicUrl === null || 'publicUrl' in state.status
            ? t`Public address`
            : t`Last public address`}
        </span>
        {publicUrl === null ? (
          <Trans>None yet</Trans>
        ) : (
          <>
            <code>{publicUrl}</code>
            <CopyButton text={publicUrl} label={t`Copy public address`} />
          </>
        )}
      </p>
    </div>
  )
}

/** Of the way that is tried now; of the first while none is. */
function providerOf({ status, ways }: ConnectionState): { name: string; Icon: TablerIcon } {
  const way = ways['provider' in status ? status.provider : 0]
  return way ? kindWords[way.kind] : { name: t`Tunnel`, Icon: IconPlugConnectedX }
}

function Place({ Icon, name }: { Icon: TablerIcon; name: string }) {
  return (
    <li className={classes.place}>
      <span className={classes.picture} aria-hidden="true">
        <Icon size={24} stroke={1.75} />
      </span>
      {name}
    </li>
  )
}

function LegMark({ leg: { tone, word, provenAt } }: { leg: Leg }) {
  const Icon = legIcons[tone]
  return (
    <li className={classes.leg} data-tone={tone}>
      <span className={classes.line} aria-hidden="true">
        <Icon size={20} />
      </span>
      <span className={classes.word}>{word}</span>
      {provenAt !== null && (
        <span className={classes.when}>
          {tone === 'ok' ? (
            <Time value={provenAt} />
          ) : (
            <Trans>
              last proven <Time value={provenAt} />
            </Trans>
          )}
        </span>
      )}
    </li>
  )
}
