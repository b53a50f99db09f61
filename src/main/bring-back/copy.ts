import { basename } from 'node:path'
import type { KeyCustody, RecoveryKit } from '../../evault/index.ts'
import type { BringBackState, FoundArchive } from '../../ipc/bring-back.ts'
import { createAnswers } from './answers.ts'
import type { ToBringBack } from './messages.ts'
import type { Run, RunMeans } from './run.ts'

/** What a copy was found to hold. */
export type Found = Extract<BringBackState, { state: 'backups' | 'archive' }>

/** A copy that is looked into, with what opens it. */
export interface Copy {
  readonly run: Run
  readonly kit: RecoveryKit | null
  /** The path of an archive. */
  readonly file: string | null
  /** Gives its process the keys of storage. */
  hold(custody: KeyCustody): void
  /**
   * Has its process look.
   * @param isBegun whether its import was begun before
   */
  look(work: ToBringBack, isBegun: () => Promise<boolean>): Promise<Found>
}

/** Starts the process that looks into a copy, and brings it back. */
export function openCopy(
  { kit, file }: Pick<Copy, 'kit' | 'file'>,
  startRun: (means: Pick<RunMeans, 'answer' | 'onProgress'>) => Run,
  onProgress: RunMeans['onProgress'],
): Copy {
  let custody: KeyCustody | null = null
  const answer = createAnswers({ custody: () => custody, kit })
  const run = startRun({ answer, onProgress })
  return {
    ...{ run, kit, file },
    hold(held) {
      custody = held
    },
    async look(work, isBegun) {
      const result = await run.do(work)
      if (result.kind === 'backups') {
        const { title, backups } = result
        return { state: 'backups', title, backups, failure: null }
      }
      if (result.kind !== 'archive' || file === null) throw new Error('it found nothing')
      const { ename, exportedAt, records, files, missingBefore, unsigned } = result.archive
      const archive: FoundArchive = {
        ...{ file: basename(file), ename, exportedAt: Date.parse(exportedAt) },
        ...{ records, files, missingBefore, unsigned },
        isBegun: await isBegun(),
      }
      return { state: 'archive', archive, failure: null }
    },
  }
}
