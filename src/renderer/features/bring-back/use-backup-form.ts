import { useState } from 'react'
import type { BackupsPlace } from '../../../ipc/bring-back.ts'
import { bridge } from '../../bridge.ts'
import type { Flow } from '../setup/use-flow.ts'
import { countWords, KIT_WORDS } from '../vault/kit-words.ts'

const noServer = {
  ...{ endpoint: '', region: '', bucket: '', prefix: '', accessKeyId: '', secretAccessKey: '' },
}
export type ServerFields = typeof noServer

/** Where the backups are and what opens them, as it is typed. It lives as long as the form. */
export function useBackupForm({ attempt }: Flow) {
  const [kind, setKind] = useState<BackupsPlace['kind']>('folder')
  const [folder, setFolder] = useState<string | null>(null)
  const [server, setServer] = useState(noServer)
  const [opensWith, setOpensWith] = useState<'kit' | 'passphrase'>('kit')
  const [words, setWords] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const { prefix: _, ...needed } = server
  const hasPlace =
    kind === 'folder' ? folder !== null : Object.values(needed).every((text) => text.trim() !== '')
  const hasKey = opensWith === 'kit' ? countWords(words) === KIT_WORDS : passphrase !== ''
  return {
    ...{ kind, setKind, folder, server, opensWith, setOpensWith },
    ...{ words, setWords, passphrase, setPassphrase },
    isComplete: hasPlace && hasKey,
    type: (field: keyof ServerFields, text: string) => setServer({ ...server, [field]: text }),
    chooseFolder: () =>
      attempt(async () => setFolder(await bridge.call('bringBack:choose', 'folder'))),
    find: () =>
      attempt(() =>
        bridge.call('bringBack:findBackups', {
          place: kind === 'folder' ? { kind } : { kind, ...server },
          by: opensWith === 'kit' ? { words } : { passphrase },
        }),
      ),
  }
}
