import { t } from '@lingui/core/macro'
import {
  IconCopy,
  IconDatabase,
  IconDownload,
  IconFileImport,
  IconLink,
  IconLock,
  IconPlus,
  IconSearch,
  IconSettings,
  IconTrash,
} from '@tabler/icons-react'
import { emptyFilter } from '../data/record-filter.ts'
import { searchOf } from '../data/use-data-address.ts'
import { sections } from '../settings/sections.ts'
import { type Screen, screens } from './screens.ts'

/** Something the palette does. */
export interface PaletteCommand {
  readonly id: string
  readonly name: string
  /** More on it, in grey. */
  readonly note?: string
  readonly Icon: Screen['Icon']
  /** The address it leads to, or what it does. */
  readonly act: string | (() => void)
  /** Told when it is done. */
  readonly done?: string
}

/** Commands of a kind, under its name. */
export interface PaletteGroup {
  readonly name: string
  readonly commands: readonly PaletteCommand[]
}

/** What the palette can offer in this vault. */
interface Offers {
  readonly types: readonly {
    readonly ontology: string
    readonly name: string
    readonly note: string
  }[]
  /** null while there is no vault to ask. */
  readonly ename: string | null
  readonly copy: (text: string) => void
  readonly lock: () => void
}

const dataAt = (place: Parameters<typeof searchOf>[0]) => `/data?${searchOf(place)}`

/** The groups that have something whose name holds each word of a text, in any case. */
export function findCommands(text: string, offers: Offers): readonly PaletteGroup[] {
  const words = text.toLocaleLowerCase().split(/\s+/)
  const groups = groupsOf(offers).map(({ name, commands }) => ({
    name,
    commands: commands.filter((command) => {
      const own = command.name.toLocaleLowerCase()
      return words.every((word) => own.includes(word))
    }),
  }))
  const search = text.trim()
  if (search !== '') {
    const act = dataAt({ filter: { ...emptyFilter, search } })
    const name = t`Search all records for “${search}”`
    groups.push({ name: t`Search`, commands: [{ id: 'search', name, Icon: IconSearch, act }] })
  }
  return groups.filter(({ commands }) => commands.length > 0)
}

function groupsOf({ types, ename, copy, lock }: Offers): readonly PaletteGroup[] {
  return [
    {
      name: t`Go to`,
      commands: screens.map(({ to, name, Icon }) => ({ id: to, name, Icon, act: to })),
    },
    {
      name: t`Do`,
      commands: [
        { id: 'new', name: t`New record…`, Icon: IconPlus, act: '/data?new' },
        { id: 'import', name: t`Import records…`, Icon: IconFileImport, act: '/data?import' },
        { id: 'link', name: t`Open a w3ds:// link…`, Icon: IconLink, act: '/identity?link' },
        { id: 'export', name: t`Export all records…`, Icon: IconDownload, act: '/data?export' },
        ...(ename === null
          ? []
          : [
              { id: 'lock', name: t`Lock`, Icon: IconLock, act: lock },
              {
                id: 'ename',
                name: t`Copy your eName`,
                note: ename,
                Icon: IconCopy,
                act: () => copy(ename),
                done: t`Copied`,
              },
            ]),
      ],
    },
    {
      name: t`Records`,
      commands: [
        ...types.map(({ ontology, name, note }) => ({
          ...{ id: ontology, name, note, Icon: IconDatabase, act: dataAt({ type: ontology }) },
        })),
        { id: 'trash', name: t`Trash`, Icon: IconTrash, act: dataAt({ trash: true }) },
      ],
    },
    {
      name: t`Settings`,
      commands: sections.map(({ id, name }) => ({
        ...{ id: `settings ${id}`, name, Icon: IconSettings, act: `/settings?section=${id}` },
      })),
    },
  ]
}
