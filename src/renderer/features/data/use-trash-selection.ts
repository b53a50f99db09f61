import { useState } from 'react'
import type { Deleted } from './use-trash.ts'

/** The deleted records that are selected; those that leave the list are so no more. */
export interface TrashSelection {
  readonly shown: readonly Deleted[]
  readonly records: readonly Deleted[]
  readonly isSelected: (record: Deleted) => boolean
  readonly toggle: (record: Deleted) => void
  readonly toggleAllShown: () => void
  readonly clear: () => void
}

/** Selecting deleted records. */
export function useTrashSelection(deleted: readonly Deleted[] | null): TrashSelection {
  const [versions, setVersions] = useState<ReadonlySet<string>>(new Set())
  const shown = deleted ?? []
  const records = shown.filter(({ versionId }) => versions.has(versionId))
  return {
    shown,
    records,
    isSelected: ({ versionId }) => versions.has(versionId),
    toggle({ versionId }) {
      const next = new Set(versions)
      if (!next.delete(versionId)) next.add(versionId)
      setVersions(next)
    },
    toggleAllShown() {
      const isAll = records.length === shown.length
      setVersions(new Set(isAll ? [] : shown.map(({ versionId }) => versionId)))
    },
    clear: () => setVersions(new Set()),
  }
}
