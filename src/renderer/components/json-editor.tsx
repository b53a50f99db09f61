import { json, jsonLanguage } from '@codemirror/lang-json'
import { useComputedColorScheme } from '@mantine/core'
import { useCallbackRef } from '@mantine/hooks'
import CodeMirror, {
  Decoration,
  EditorState,
  EditorView,
  type Extension,
  Prec,
} from '@uiw/react-codemirror'
import { useMemo } from 'react'
import { completeJson, type JsonSuggestions } from './json-completion.ts'
import { editorPhrases } from './json-editor-phrases.ts'

/** A part of the text that is pointed out, and why. Offsets in UTF-16 code units. */
export interface JsonMark {
  readonly from: number
  readonly to: number
  readonly message: string
}

interface JsonEditorProps {
  readonly label: string
  readonly value: string
  /** Without it the text can be read and selected, not changed. */
  readonly onChange?: (value: string) => void
  /** Where the text is wrong, to be underlined. */
  readonly errorOffset?: number | undefined
  /** What is right but unusual, to be underlined. */
  readonly marks?: readonly JsonMark[]
  readonly suggestions?: JsonSuggestions | undefined
  /** Id of the element that says what is wrong. */
  readonly describedBy?: string | undefined
  readonly minHeight?: string
  readonly maxHeight?: string
}

/** Colouring and wrapping lines of a text of this length or more would hold the window up. */
const LARGE = 200_000
const setup = { highlightActiveLine: false, highlightActiveLineGutter: false }
const noMarks: readonly JsonMark[] = []

/** JSON with colours, folding, line numbers and, where they are known, the names of fields. */
export function JsonEditor(props: JsonEditorProps) {
  const { label, errorOffset, marks = noMarks, suggestions, describedBy } = props
  const readOnly = props.onChange === undefined
  const isLarge = props.value.length >= LARGE
  const scheme = useComputedColorScheme('light')
  const onChange = useCallbackRef(props.onChange)
  const extensions = useMemo(() => {
    const attributes: Record<string, string> = { 'aria-label': label }
    if (describedBy) attributes['aria-describedby'] = describedBy
    if (errorOffset !== undefined) attributes['aria-invalid'] = 'true'
    if (readOnly) attributes['aria-readonly'] = 'true'
    return [
      isLarge ? [] : [json(), EditorView.lineWrapping],
      look,
      EditorState.phrases.of(editorPhrases),
      EditorView.contentAttributes.of(attributes),
      suggestions ? jsonLanguage.data.of({ autocomplete: completeJson(suggestions) }) : [],
      underlines(errorOffset, marks),
    ]
  }, [label, describedBy, errorOffset, readOnly, suggestions, marks, isLarge])
  return (
    <CodeMirror
      value={props.value}
      theme={scheme}
      extensions={extensions}
      readOnly={readOnly}
      indentWithTab={false}
      minHeight={props.minHeight ?? 'auto'}
      maxHeight={props.maxHeight ?? 'none'}
      basicSetup={setup}
      {...(!readOnly && { onChange })}
    />
  )
}

const look = Prec.highest(
  EditorView.theme({
    '&': { backgroundColor: 'transparent', fontSize: '13px' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '20px' },
    '.cm-gutters': {
      backgroundColor: 'transparent',
      color: 'var(--text-muted)',
      border: 'none',
    },
    '.cm-tooltip': {
      backgroundColor: 'var(--surface)',
      border: '1px solid var(--line-strong)',
      borderRadius: '6px',
      overflow: 'hidden',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
      backgroundColor: 'var(--selected)',
      color: 'var(--accent-text)',
    },
  }),
)

function wavy(colour: string, title?: string): Decoration {
  const style = `text-decoration: underline wavy ${colour}; text-underline-offset: 3px`
  return Decoration.mark({ attributes: { style, ...(title && { title }) } })
}

const wrong = wavy('var(--bad)')

function underlines(offset: number | undefined, marks: readonly JsonMark[]): Extension {
  if (offset === undefined && marks.length === 0) return []
  return EditorView.decorations.of(({ state }) => {
    const { length } = state.doc
    if (length === 0) return Decoration.none
    const ranges = marks
      .filter(({ from, to }) => from < to && to <= length)
      .map(({ from, to, message }) => wavy('var(--warn)', message).range(from, to))
    if (offset !== undefined) {
      // Nothing can be underlined behind the end: the last character stands for it.
      const from = Math.max(0, Math.min(offset, length - 1))
      ranges.push(wrong.range(from, from + 1))
    }
    return Decoration.set(ranges, true)
  })
}
