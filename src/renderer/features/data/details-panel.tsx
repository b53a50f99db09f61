import { Avatar } from '../../components/avatar.tsx'
import { ShortId } from '../../components/short-id.tsx'
import { Time } from '../../components/time.tsx'
import { exactTime } from '../../components/time-text.ts'
import { useVault } from '../vault/vault-context.tsx'
import { accessOf } from './access.ts'
import { AccessBadge } from './access-badge.tsx'
import classes from './details-panel.module.css'
import { useTypeName } from './record-counts.ts'
import type { OpenRecord } from './use-record.ts'

/** What the vault knows about a record besides its fields. */
export function DetailsPanel({ record }: { record: OpenRecord }) {
  const owner = useVault().lastReady?.ename ?? ''
  const typeName = useTypeName()
  const exact = exactTime(new Date(record.createdAt))
  const access = accessOf(record.acl, owner)
  return (
    <dl className={classes.details}>
      <dt>Id</dt>
      <dd>
        <ShortId id={record.id} what="record id" />
      </dd>
      <dt>Type</dt>
      <dd>
        {typeName(record.ontology)}
        <div>
          <ShortId id={record.ontology} what="ontology id" />
        </div>
      </dd>
      <dt>Access</dt>
      <dd>
        <AccessBadge acl={record.acl} owner={owner} />
        {access.kind === 'people' && (
          <ul className={classes.people}>
            {access.people.map((name) => (
              <li key={name}>
                <Avatar ename={name} size={20} />
                <ShortId id={name} what="eName" />
              </li>
            ))}
          </ul>
        )}
      </dd>
      <dt>Created</dt>
      <dd>
        <Time value={record.createdAt} />
        <div className={classes.exact}>{exact.local}</div>
        <div className={classes.exact}>{exact.utc}</div>
      </dd>
    </dl>
  )
}
