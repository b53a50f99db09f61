import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { bridge } from '../../bridge.ts'
import { tell } from '../../components/tell.tsx'
import { useCopy } from '../../components/use-copy.ts'
import { useRecordCounts, useTypeName } from '../data/record-counts.ts'
import { useVault } from '../vault/vault-context.tsx'
import classes from './palette.module.css'
import { findCommands, type PaletteCommand } from './palette-commands.ts'

interface PaletteProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** Everything that can be gone to or done, found by its name. */
export function Palette({ opened, onClose }: PaletteProps) {
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={560}
      yOffset={72}
      transitionProps={{ duration: 80 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t`Commands`}>
        <Commands onClose={onClose} />
      </Modal.Content>
    </Modal.Root>
  )
}

function Commands({ onClose }: Pick<PaletteProps, 'onClose'>) {
  const [text, setText] = useState('')
  const groups = useCommands(text)
  const act = useAct(onClose)
  const combobox = useCombobox({ opened: true, onDropdownClose: onClose })
  // What Enter does is marked from the start, and after each letter.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other letters find other commands
  useEffect(() => void combobox.selectFirstOption(), [text])
  const all = groups.flatMap(({ commands }) => commands)
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => {
        const command = all.find((one) => one.id === id)
        if (command) act(command)
      }}
    >
      <Combobox.EventsTarget>
        <TextInput
          data-autofocus
          size="md"
          variant="unstyled"
          className={classes.search ?? ''}
          leftSection={<IconSearch size={18} aria-hidden="true" />}
          aria-label={t`Go to, search or do`}
          placeholder={t`Go to, search or do…`}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      </Combobox.EventsTarget>
      <Combobox.Options className={classes.options} aria-label={t`Commands`}>
        {groups.map(({ name, commands }) => (
          <Combobox.Group key={name} label={name}>
            {commands.map((command) => (
              <Option key={command.id} command={command} />
            ))}
          </Combobox.Group>
        ))}
      </Combobox.Options>
    </Combobox>
  )
}

function Option({ command: { id, name, note, Icon } }: { command: PaletteCommand }) {
  return (
    <Combobox.Option value={id} className={classes.option}>
      <Icon size={16} aria-hidden="true" />
      <span className={classes.name}>{name}</span>
      {note !== undefined && <span className={classes.note}>{note}</span>}
    </Combobox.Option>
  )
}

function useCommands(text: string) {
  const { types = [] } = useRecordCounts()
  const typeName = useTypeName()
  const ename = useVault().lastReady?.ename ?? null
  const { copy } = useCopy()
  const shown = types
    .filter(({ count }) => count > 0)
    .map(({ ontology, count }) => ({
      ...{ ontology, name: typeName(ontology), note: i18n.number(count) },
    }))
  const lock = () => void bridge.call('lock:lock')
  return findCommands(text, { types: shown, ename, copy, lock })
}

/** Carries a command out, and closes the palette. */
function useAct(onClose: () => void) {
  const navigate = useNavigate()
  return ({ act, done }: PaletteCommand) => {
    onClose()
    if (typeof act === 'string') return void navigate(act)
    act()
    if (done !== undefined) tell({ id: 'done', message: done })
  }
}
