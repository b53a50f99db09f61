import {
  IconAdjustments,
  IconId,
  IconPhoto,
  IconQuestionMark,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react'
import type { BindingDocumentType } from '../../graphql/documents.generated.ts'

const icons = {
  id_document: IconId,
  photograph: IconPhoto,
  social_connection: IconUsers,
  self: IconUserCircle,
  personal_parameters: IconAdjustments,
  security_question: IconQuestionMark,
}

/** Tells the type of a document at a glance; its name stands beside it. */
export function TypeIcon({ type, size = 20 }: { type: BindingDocumentType; size?: number }) {
  const Icon = icons[type]
  return <Icon size={size} stroke={1.75} aria-hidden="true" />
}
