import { useState } from 'react'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'

/** Has main ask for a folder; nothing happens when the owner chooses none. */
export function useFolderChoice(onChosen: (folder: string) => void) {
  const [failure, setFailure] = useState<string | null>(null)
  const choose = async () => {
    setFailure(null)
    try {
      const folder = await bridge.call('backups:chooseFolder')
      if (folder !== null) onChosen(folder)
    } catch (error) {
      setFailure(callFailure(error))
    }
  }
  return { failure, choose }
}
