import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, SegmentedControl, Title, VisuallyHidden } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { IconFileText, IconPlus, IconSignature } from '@tabler/icons-react'
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { KeyHint } from '../../components/key-hint.tsx'
import { onListKeys } from '../../components/list-keys.ts'
import { Notice } from '../../components/notice.tsx'
import { useStanding } from '../vault/use-standing.ts'
import { useVault } from '../vault/vault-context.tsx'
import classes from './bindings-screen.module.css'
import { CreateDialog } from './create-dialog.tsx'
import { ForeignDialog } from './foreign-dialog.tsx'
import { rowId } from './list-row.tsx'
import lists from './lists.module.css'
import { OpenedPane } from './opened-pane.tsx'
import { Bones, OwnList } from './own-list.tsx'
import { RefuseDialog } from './refuse-dialog.tsx'
import { SentList } from './sent-list.tsx'
import { useAnswers } from './use-answers.ts'
import { type Open, type Place, useBindingsAddress } from './use-bindings-address.ts'
import { useDocumentList } from './use-documents.ts'
import { useWaiting } from './use-waiting.ts'
import { WaitingList } from './waiting-list.tsx'

/** Documents that others vouch for by signing: what waits for the owner, theirs, and others’. */
export function BindingsScreen() {
  const { go, ...place } = useBindingsAddress()
  const waiting = useWaiting()
  const heading = useRef<HTMLHeadingElement>(null)
  const pane = useRef<HTMLElement>(null)
  const answers = useAnswers({ waiting: waiting.waiting ?? [], open: place.open, go, heading })
  const close = () => {
    const row = place.open && document.getElementById(rowId(place.open))
    go({ open: null })
    const target = row ?? heading.current
    target?.focus()
  }
  const onKeyDown = useScreenKeys({ place, go, answers, close, pane })
  return (
    <div className={classes.screen}>
      <Header onMade={(open, list) => go({ open, list, type: null })} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the rows in it */}
      <div className={classes.lists} onKeyDown={onKeyDown}>
        <Lists place={place} go={go} waiting={waiting} heading={heading} />
      </div>
      <section
        ref={pane}
        className={classes.pane}
        aria-label={t`Opened`}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        {place.open ? (
          <OpenedPane
            open={place.open}
            place={place}
            waiting={waiting}
            answers={answers}
            onClose={close}
          />
        ) : (
          <Notice icon={<IconFileText size={24} />} title={t`Nothing is open`}>
            <p className={classes.muted}>
              <Trans>Choose something on the left to see it here.</Trans>
            </p>
          </Notice>
        )}
      </section>
      <RefuseDialog answers={answers} />
      <VisuallyHidden role="status">{answers.told}</VisuallyHidden>
    </div>
  )
}

interface ListsProps {
  readonly place: Place
  readonly go: (change: Partial<Place>) => void
  readonly waiting: ReturnType<typeof useWaiting>
  readonly heading: RefObject<HTMLHeadingElement | null>
}

/** Shown together, so that nothing moves when the second comes. */
function Lists({ place, go, waiting, heading }: ListsProps) {
  const documents = useDocumentList(place.type)
  const [wasKnown, setWasKnown] = useState(false)
  const isKnown =
    (waiting.waiting !== undefined || waiting.error) && documents.view.loading !== 'first'
  if (isKnown && !wasKnown) setWasKnown(true)
  if (!isKnown && !wasKnown) return <Bones />
  return (
    <>
      <WaitingList place={place} state={waiting} heading={heading} />
      <section className={lists.section} aria-label={t`Documents`}>
        <SegmentedControl
          fullWidth
          mb={8}
          size="sm"
          aria-label={t`Which documents`}
          data={[
            { value: 'own', label: t`Your documents` },
            { value: 'sent', label: t`Signed for others` },
          ]}
          value={place.list}
          onChange={(list) => go({ list: list === 'sent' ? 'sent' : 'own' })}
        />
        {place.list === 'own' ? (
          <OwnList place={place} go={go} state={documents} />
        ) : (
          <SentList place={place} />
        )}
      </section>
    </>
  )
}

/** What the screen is called, and what can be begun on it. */
function Header({ onMade }: { onMade: (open: Open, list: Place['list']) => void }) {
  const { writable, lastReady } = useVault()
  const [creating, creation] = useDisclosure(false)
  const [signing, foreign] = useDisclosure(false)
  const opened = useOpenedLink()
  const isHere = useStanding() === null
  const canSign = writable && isHere && lastReady?.keyless !== true
  useHotkeys(canSign ? [['n', () => !isAsked() && creation.open()]] : [])
  return (
    <header className={classes.header}>
      <Title order={1} size="h2" className={classes.title}>
        <Trans>Bindings</Trans>
      </Title>
      {lastReady?.keyless && (
        <span className={classes.muted}>
          <Trans>To sign you need a key, and none is on this computer.</Trans>
        </span>
      )}
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconSignature size={16} />}
        disabled={!canSign}
        onClick={foreign.open}
      >
        <Trans>Sign for somebody…</Trans>
      </Button>
      <Button
        size="compact-md"
        leftSection={<IconPlus size={16} />}
        rightSection={<KeyHint>N</KeyHint>}
        aria-keyshortcuts="n"
        disabled={!canSign}
        onClick={creation.open}
      >
        <Trans>New document…</Trans>
      </Button>
      <CreateDialog
        opened={creating}
        onClose={creation.close}
        onCreated={(id) => onMade({ kind: 'document', id }, 'own')}
      />
      <ForeignDialog
        opened={signing || opened.link !== null}
        link={opened.link ?? ''}
        onClose={() => {
          foreign.close()
          opened.forget()
        }}
        onSigned={(id) => onMade({ kind: 'sent', id }, 'sent')}
      />
    </header>
  )
}

/** The link to somebody's document that the address brings (`?link=…`). */
function useOpenedLink() {
  const [params, setParams] = useSearchParams()
  const forget = () => {
    if (!params.has('link')) return
    params.delete('link')
    setParams(params, { replace: true })
  }
  return { link: params.get('link'), forget }
}

interface ScreenKeys {
  readonly place: Place
  readonly go: (change: Partial<Place>, replace?: boolean) => void
  readonly answers: ReturnType<typeof useAnswers>
  readonly close: () => void
  readonly pane: RefObject<HTMLElement | null>
}

/** Arrows walk, Enter goes into the document, Esc closes it, A and R answer what waits. */
function useScreenKeys({ place, go, answers, close, pane }: ScreenKeys) {
  return (event: KeyboardEvent<HTMLElement>) => {
    // What comes out of a dialog was not pressed here.
    if (!event.currentTarget.contains(event.target as Node) || isTyping(event.target)) return
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const row = openableOf((event.target as HTMLElement).closest<HTMLElement>('a[data-kind]'))
    if (event.key === 'Escape' && place.open) return close()
    if (event.key === 'Enter' && row) {
      event.preventDefault()
      go({ open: row }, isSameOpen(row, place.open))
      return pane.current?.focus()
    }
    onListKeys(event, (element) => {
      const open = openableOf(element)
      if (place.open && open) go({ open }, true)
    })
    if (event.key !== 'a' && event.key !== 'r') return
    const asked = row ?? place.open
    if (asked?.kind !== 'waiting') return
    // The first press on what is not open yet shows what is asked.
    if (!isSameOpen(asked, place.open)) return go({ open: asked })
    event.preventDefault()
    if (event.key === 'a') answers.approve()
    else answers.askRefusal()
  }
}

/** Whether a dialog is open, which has all keys for itself. */
function isAsked(): boolean {
  return document.querySelector('[aria-modal="true"]') !== null
}

function isTyping(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null
}

function openableOf(row: HTMLElement | null): Open | null {
  if (!row?.dataset.id) return null
  return { kind: row.dataset.kind as Open['kind'], id: row.dataset.id }
}

function isSameOpen(a: Open, b: Open | null): boolean {
  return a.kind === b?.kind && a.id === b.id
}
