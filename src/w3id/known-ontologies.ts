export interface KnownOntology {
  readonly id: string
  readonly title: string
  /** Fields such a record is expected to have. */
  readonly required: string
}

/** The record types in use on the network. Source: protocol §9. */
export const knownOntologies: readonly KnownOntology[] = [
  known('550e8400-e29b-41d4-a716-446655440000', 'User', 'id username displayName createdAt'),
  known('550e8400-e29b-41d4-a716-446655440001', 'SocialMediaPost', 'id authorId createdAt'),
  known('550e8400-e29b-41d4-a716-446655440003', 'Chat', 'id type participantIds createdAt'),
  known(
    '550e8400-e29b-41d4-a716-446655440004',
    'Message',
    'id chatId senderId content type createdAt',
  ),
  known('550e8400-e29b-41d4-a716-446655440005', 'Bookmark', 'id userId postId createdAt'),
  known(
    '550e8400-e29b-41d4-a716-446655440006',
    'Ledger',
    'currencyId accountId amount type createdAt',
  ),
  known('550e8400-e29b-41d4-a716-446655440008', 'Currency', 'name ename createdAt'),
  known('550e8400-e29b-41d4-a716-446655440009', 'ProfessionalProfile', 'displayName'),
  known('660e8400-e29b-41d4-a716-446655440100', 'Poll', 'id title createdAt'),
  known('660e8400-e29b-41d4-a716-446655440101', 'Vote', 'id pollId voterId createdAt'),
  known('880e8400-e29b-41d4-a716-446655440099', 'CalendarEvent', 'title start end'),
  known(
    'a1b2c3d4-e5f6-7890-abcd-ef1234567890',
    'File',
    'id name mimeType size md5Hash ownerId createdAt',
  ),
  known('a8bfb7cf-3200-4b25-9ea9-ee41100f212e', 'GroupManifest', 'eName name members admins owner'),
  known('b1d0a8c3-4e5f-6789-0abc-def012345678', 'Binding Document', 'subject type data signatures'),
  known(
    'b2c3d4e5-f6a7-8901-bcde-f12345678901',
    'Signature',
    'id fileId userId md5Hash signature publicKey message createdAt',
  ),
  known(
    'c20e9437-02a4-4917-8cee-de35dabbdb6a',
    'Reference',
    'id targetType targetId targetName content referenceType authorId createdAt',
  ),
]

function known(id: string, title: string, required: string): KnownOntology {
  return { id, title, required }
}

/** What `uploadFile` makes (protocol §5): nobody writes one by hand. */
const storedFile = ['w3ds-file-v1', 'Stored file'] as const

const titles = new Map([
  ...knownOntologies.map(({ id, title }) => [id, title] as const),
  storedFile,
])

/** The title of an ontology in use on the network, or null. */
export function titleOfOntology(id: string): string | null {
  return titles.get(id) ?? null
}
