import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconCircleCheck,
  IconCircleDashed,
  IconEye,
  IconEyeOff,
  IconInbox,
} from '@tabler/icons-react'
import { useId, useMemo } from 'react'
import { typeNames } from './document-types.ts'
import { type Drawing, drawingOf, missingOf, type Statement } from './drawing.ts'
import classes from './drawn-document.module.css'
import { FieldList } from './field-list.tsx'
import { Party } from './party.tsx'
import { Photograph } from './photograph.tsx'
import { TypeIcon } from './type-icon.tsx'

interface DrawnDocumentProps {
  readonly statement: Statement
  /** Who has signed it. */
  readonly signers: readonly string[]
  /** Whose signatures wait for the owner. */
  readonly waiting?: readonly string[]
}

/** A binding document as what it is: a card, a picture, two people. All that it says is there. */
export function DrawnDocument({ statement, signers, waiting = [] }: DrawnDocumentProps) {
  const drawing = useMemo(() => drawingOf(statement), [statement])
  const type = typeNames[statement.type]
  const hasPlaces = drawing.type !== 'personal_parameters'
  return (
    <article className={classes.card} aria-label={type}>
      <header className={classes.head}>
        <TypeIcon type={statement.type} />
        <span className={classes.type}>{type}</span>
        <span className={classes.subject}>
          <Trans>
            about <Party name={statement.subject} size={20} />
          </Trans>
        </span>
      </header>
      <Content drawing={drawing} signers={signers} waiting={waiting} />
      {hasPlaces && <FieldList fields={drawing.rest} label={t`Further fields`} />}
    </article>
  )
}

interface ContentProps {
  readonly drawing: Drawing
  readonly signers: readonly string[]
  readonly waiting: readonly string[]
}

function Content({ drawing, signers, waiting }: ContentProps) {
  switch (drawing.type) {
    case 'id_document':
      return (
        <>
          <p className={classes.title} dir="auto">
            {drawing.name ?? <Missing>{t`no name`}</Missing>}
          </p>
          <dl className={classes.facts}>
            <dt>
              <Trans>Checked by</Trans>
            </dt>
            <dd dir="auto">{drawing.vendor ?? <Missing>{t`no vendor`}</Missing>}</dd>
            <dt>
              <Trans>Reference</Trans>
            </dt>
            <dd className={classes.reference} dir="auto">
              {drawing.reference ?? <Missing>{t`no reference`}</Missing>}
            </dd>
          </dl>
        </>
      )
    case 'photograph':
      return <Photograph {...drawing} />
    case 'social_connection':
      return <Relation {...drawing} signers={signers} waiting={waiting} />
    case 'self':
      return (
        <p className={classes.statement}>
          <Trans>
            “I am <OwnName name={drawing.name} />
            .”
          </Trans>
        </p>
      )
    case 'personal_parameters':
      if (drawing.rest.length === 0)
        return (
          <p className={classes.muted}>
            <Trans>It says nothing.</Trans>
          </p>
        )
      return <FieldList fields={drawing.rest} label={t`Personal parameters`} />
    case 'security_question':
      return <Question {...drawing} />
  }
}

interface RelationProps {
  readonly parties: readonly string[]
  readonly description: string | null
  readonly signers: readonly string[]
  readonly waiting: readonly string[]
}

function Relation({ parties, description, signers, waiting }: RelationProps) {
  const unsigned = missingOf(parties, signers)
  const missing = missingOf(unsigned, waiting)
  const stateOf = (party: string) =>
    missing.includes(party) ? 'missing' : unsigned.includes(party) ? 'waiting' : 'signed'
  return (
    <>
      {parties.length === 0 && (
        <p className={classes.muted}>
          <Trans>It names no two people.</Trans>
        </p>
      )}
      <ul className={classes.parties}>
        {parties.map((party) => {
          const { Icon, words } = partyStates[stateOf(party)]
          return (
            <li key={party} className={classes.party}>
              <Party name={party} size={40} />
              <span className={classes.signed}>
                <Icon size={16} aria-hidden="true" />
                {words}
              </span>
            </li>
          )
        })}
      </ul>
      {description && (
        <p className={classes.statement} dir="auto">
          <Trans>“{description}”</Trans>
        </p>
      )}
    </>
  )
}

const partyStates = {
  signed: { Icon: IconCircleCheck, words: t`has signed` },
  waiting: { Icon: IconInbox, words: t`has signed, and waits for you` },
  missing: { Icon: IconCircleDashed, words: t`has not signed` },
}

function Question({ question, answer }: { question: string | null; answer: string | null }) {
  const [shown, { toggle }] = useDisclosure(false)
  const id = useId()
  return (
    <>
      <p className={classes.title} dir="auto">
        {question ?? <Missing>{t`no question`}</Missing>}
      </p>
      {answer === null ? (
        <p className={classes.muted}>
          <Trans>The answer is not in the document.</Trans>
        </p>
      ) : (
        <div className={classes.answer}>
          <span id={id} className={classes.answerText} data-hidden={!shown || undefined} dir="auto">
            {shown ? answer : t`The answer is hidden.`}
          </span>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={shown ? <IconEyeOff size={14} /> : <IconEye size={14} />}
            aria-controls={id}
            onClick={toggle}
          >
            {shown ? t`Hide answer` : t`Show answer`}
          </Button>
        </div>
      )}
    </>
  )
}

function OwnName({ name }: { name: string | null }) {
  return <strong dir="auto">{name ?? <Missing>{t`no name`}</Missing>}</strong>
}

function Missing({ children }: { children: string }) {
  return <span className={classes.muted}>{children}</span>
}
