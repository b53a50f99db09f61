import type { Grant } from '../access/authorise.ts'
import { UploadDraft } from '../files/files.ts'
import type { GraphQLContext } from './context.ts'
import type { UploadFileInput } from './resolvers.generated.ts'

/**
 * Stores a file. Its content is in the input, or it came in a large body and is on the disk
 * already; then the input holds the marker that stands for it. Source: protocol §5,
 * `uploadFile`.
 * @throws RequestError as `Files.store`
 */
export async function uploadFile(
  { services, spooled }: GraphQLContext,
  grant: Grant<'create'>,
  { filename, contentType, content, acl }: UploadFileInput,
): Promise<{ uri: string; metaEnvelopeId: string; publicUrl: string }> {
  const draft = spooled.get(content)
  const { address } = services.overview()
  const folder = `${address}/files/${encodeURIComponent(grant.ename)}`
  const { record, uri, publicUrl } = await services.files.store(
    grant,
    { filename, contentType, acl, content: draft instanceof UploadDraft ? draft : content },
    (id) => `${folder}/${id}`,
  )
  return { uri, metaEnvelopeId: record.id, publicUrl }
}
