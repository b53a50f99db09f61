import type { BringBackState } from '../../../ipc/bring-back.ts'
import { ArchiveForm } from './archive-form.tsx'
import { BackupChoice } from './backup-choice.tsx'
import { BackupForm } from './backup-form.tsx'
import classes from './bring-back-screen.module.css'
import { DonePanel } from './done-panel.tsx'
import { FoundArchivePanel } from './found-archive-panel.tsx'
import { WorkingPanel } from './working-panel.tsx'

interface BringBackScreenProps {
  readonly state: BringBackState
  /** What the owner has said to have. */
  readonly from: 'backup' | 'archive'
  /** Back to where the first start begins. */
  readonly onLeave: () => void
}

/** Brings a vault back from a copy, step by step, before there is one on this computer. */
export function BringBackScreen(props: BringBackScreenProps) {
  return (
    <div className={classes.card}>
      <Panel {...props} />
    </div>
  )
}

function Panel({ state, from, onLeave }: BringBackScreenProps) {
  switch (state.state) {
    case 'backups':
      return <BackupChoice found={state} />
    case 'archive':
      return <FoundArchivePanel found={state} />
    case 'working':
      return <WorkingPanel work={state} />
    case 'done':
      return <DonePanel done={state} />
    default:
      return from === 'backup' ? (
        <BackupForm state={state} onLeave={onLeave} />
      ) : (
        <ArchiveForm state={state} onLeave={onLeave} />
      )
  }
}
