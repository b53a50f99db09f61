import { t } from '@lingui/core/macro'
import { Avatar } from './avatar.tsx'
import classes from './caller.module.css'
import { ShortEName } from './short-id.tsx'

/** By whom something was done, as the vault's logs name callers: `owner`, `person @…`, `platform …`. */
export function Caller({ caller }: { caller: string }) {
  const [kind, ...rest] = caller.split(' ')
  const name = rest.join(' ')
  if (kind === 'person') {
    return (
      <span className={classes.caller}>
        <Avatar ename={name} size={16} />
        <ShortEName ename={name} />
      </span>
    )
  }
  if (kind === 'platform') return <span className={classes.caller}>{hostOf(name)}</span>
  return <span className={classes.caller}>{kind === 'owner' ? you() : nameless()}</span>
}

const you = () => t({ message: 'you', context: 'after “by”' })
const nameless = () => t({ message: 'somebody without a name', context: 'after “by”' })

function hostOf(name: string): string {
  return URL.canParse(name) ? new URL(name).host : name
}
