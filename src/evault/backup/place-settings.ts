import { createFolderPlace } from './folder-place.ts'
import type { BackupPlace } from './place.ts'
import { createS3Place, type S3Settings } from './s3-place.ts'

/** Where a place is, and what lets us in: all that another thread needs to use it. */
export type PlaceSettings =
  | { readonly kind: 'folder'; readonly folder: string }
  | ({ readonly kind: 's3' } & S3Settings)

/** @throws BackupError from each call of it */
export function openPlace(settings: PlaceSettings): BackupPlace {
  return settings.kind === 'folder' ? createFolderPlace(settings.folder) : createS3Place(settings)
}
