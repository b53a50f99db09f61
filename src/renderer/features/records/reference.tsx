import { useQuery } from '@apollo/client/react'
import { Trans } from '@lingui/react/macro'
import { IconFile, IconLink } from '@tabler/icons-react'
import { Link } from 'react-router'
import { parseW3dsUri } from '../../../w3id/uri.ts'
import { Avatar } from '../../components/avatar.tsx'
import { isOpaqueId, isUuid } from '../../components/is-uuid.ts'
import { ShortEName } from '../../components/short-id.tsx'
import { RecordDocument } from '../../graphql/documents.generated.ts'
import { useTypeName } from '../data/record-counts.ts'
import { summarise } from '../data/summary.ts'
import { useDataAddress } from '../data/use-data-address.ts'
import { useVault } from '../vault/vault-context.tsx'
import classes from './fields-panel.module.css'
import { payloadOf } from './payload.ts'
import { StoredFile } from './stored-file.tsx'

/** Only pictures that can't hold code or links to elsewhere. */
const PICTURE = /^data:image\/(png|jpeg|gif|webp|avif|bmp);base64,/i

/** What a text stands for: a picture, a person, a record or a stored file. Asks nobody outside. */
export function Reference({ name, text }: { name: string; text: string }) {
  if (PICTURE.test(text)) return <img className={classes.picture} src={text} alt={name} />
  if (text.startsWith('@') && isOpaqueId(text)) return <Person ename={text} />
  if (isUuid(text)) return <RecordLink id={text} />
  const file = fileOf(text)
  return file && <FileLink {...file} />
}

function Person({ ename }: { ename: string }) {
  const owner = useVault().lastReady?.ename
  return (
    <span className={classes.reference}>
      <Avatar ename={ename} size={16} />
      {ename.toLowerCase() === owner ? <Trans>You</Trans> : <ShortEName ename={ename} />}
    </span>
  )
}

function RecordLink({ id }: { id: string }) {
  const { data } = useQuery(RecordDocument, { variables: { id } })
  const typeName = useTypeName()
  const { hrefOf } = useDataAddress()
  const record = data?.metaEnvelope
  // An id may well be one of another vault, or of nothing: then there is nothing to say.
  if (!record) return null
  return (
    <Link className={classes.reference} to={hrefOf({ record: id })}>
      <IconLink size={14} aria-hidden="true" />
      <bdi className={classes.target}>{summarise(record.brief).text}</bdi>
      <span className={classes.muted}>{typeName(record.ontology)}</span>
    </Link>
  )
}

function FileLink({ ename, id }: { ename: string; id: string }) {
  const owner = useVault().lastReady?.ename
  const isOwn = ename === owner
  const { data } = useQuery(RecordDocument, { variables: { id }, skip: !isOwn })
  if (!isOwn) {
    return (
      <span className={classes.reference}>
        <IconFile size={14} aria-hidden="true" />
        <Trans>
          A file in the vault of <ShortEName ename={ename} />
        </Trans>
      </span>
    )
  }
  if (!data?.metaEnvelope) return null
  return <StoredFile file={{ ename, id }} payload={payloadOf(data.metaEnvelope.parsed)} />
}

function fileOf(text: string): { ename: string; id: string } | null {
  if (!text.startsWith('w3ds://file')) return null
  try {
    const uri = parseW3dsUri(text)
    return uri.action === 'file' ? { ename: uri.ename, id: uri.metaEnvelopeId } : null
  } catch {
    return null
  }
}
