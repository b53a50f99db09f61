import { UnstyledButton } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import classes from './fields-panel.module.css'

const FOLDED = 280
/** More than a person reads in a panel, and about what the browser lays out at once. */
const UNFOLDED = 50_000
const ID = /^(@?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,})$/i

/** A field's value. What is long or nested is folded. */
export function FieldValue({ name, value }: { name: string; value: unknown }) {
  if (value === null || value === undefined) return <span className={classes.muted}>null</span>
  if (typeof value === 'string') return <TextValue name={name} text={value} />
  if (typeof value !== 'object') return String(value)
  const size = Array.isArray(value) ? value.length : Object.keys(value).length
  if (size === 0) return <span className={classes.muted}>empty</span>
  return (
    <Foldable
      name={name}
      label={Array.isArray(value) ? plural(size, 'item') : plural(size, 'field')}
    >
      {() => <pre className={classes.json}>{clipped(JSON.stringify(value, null, 2))}</pre>}
    </Foldable>
  )
}

function TextValue({ name, text }: { name: string; text: string }) {
  if (text === '') return <span className={classes.muted}>empty</span>
  if (text.length <= FOLDED) {
    return <span className={ID.test(text) ? classes.id : classes.text}>{text}</span>
  }
  return (
    <Foldable
      name={name}
      label={`all ${text.length.toLocaleString('en')} characters`}
      preview={<span className={classes.text}>{text.slice(0, FOLDED)}… </span>}
    >
      {() => <span className={classes.text}>{clipped(text)}</span>}
    </Foldable>
  )
}

interface FoldableProps {
  readonly name: string
  readonly label: string
  readonly preview?: ReactNode
  readonly children: () => ReactNode
}

function Foldable({ name, label, preview, children }: FoldableProps) {
  const [unfolded, setUnfolded] = useState(false)
  return (
    <>
      {!unfolded && preview}
      <UnstyledButton
        className={classes.fold}
        aria-expanded={unfolded}
        aria-label={`${name}: ${unfolded ? 'hide' : 'show'} ${label}`}
        onClick={() => setUnfolded(!unfolded)}
      >
        {unfolded ? 'Hide' : 'Show'} {label}
      </UnstyledButton>
      {unfolded && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
        <section className={classes.unfolded} aria-label={name} tabIndex={0}>
          {children()}
        </section>
      )}
    </>
  )
}

function clipped(text: string): string {
  if (text.length <= UNFOLDED) return text
  return `${text.slice(0, UNFOLDED)}…\n\n(The rest is under JSON.)`
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}
