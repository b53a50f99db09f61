import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useCallback } from 'react'
import { tell, tellFailure, untell } from '../../components/tell.tsx'
import { useVault } from '../vault/vault-context.tsx'
import { useData } from './data-context.tsx'
import type { Row } from './record-rows.ts'
import classes from './use-deletion.module.css'

/** Deleting with undo: what was deleted can be taken back from the notification or by key. */
export function useDeletion() {
  const { deletions } = useData()
  const { writable } = useVault()

  const restore = useCallback(
    async (id: string): Promise<void> => {
      untell(id)
      try {
        await deletions.restore(id)
      } catch (error) {
        tellFailure(t`The record could not be restored`, error)
      }
    },
    [deletions],
  )

  const remove = useCallback(
    async (row: Row): Promise<boolean> => {
      try {
        await deletions.remove(row)
      } catch (error) {
        tellFailure(t`The record was not deleted`, error)
        return false
      }
      tell({
        id: row.id,
        message: <Deleted text={row.summary.text} />,
        onUndo: () => restore(row.id),
      })
      return true
    },
    [deletions, restore],
  )

  const undo = useCallback(() => {
    const id = deletions.latest()
    if (id !== undefined && writable) void restore(id)
  }, [deletions, restore, writable])

  return { remove, restore, undo }
}

function Deleted({ text }: { text: string }) {
  return (
    <span className={classes.deleted}>
      <Trans>
        Deleted <strong dir="auto">{text}</strong>
      </Trans>
    </span>
  )
}
