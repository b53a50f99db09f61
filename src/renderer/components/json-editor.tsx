import { json } from '@codemirror/lang-json'
import { useComputedColorScheme } from '@mantine/core'
import CodeMirror, { Decoration, EditorView, type Extension, Prec } from '@uiw/react-codemirror'
import { useMemo } from 'react'

interface JsonEditorProps {
  readonly label: string
  readonly value: string
  /** Without it the text can be read and selected, not changed. */
  readonly onChange?: (value: string) => void
  /** Where the text is wrong, to be underlined. */
  readonly errorOffset?: number | undefined
  /** Id of the element that says what is wrong. */
  readonly describedBy?: string | undefined
  readonly minHeight?: string
  readonly maxHeight?: string
}

/** JSON with colours, folding and line numbers. */
export function JsonEditor(props: JsonEditorProps) {
  const { label, errorOffset, describedBy, onChange } = props
  const readOnly = onChange === undefined
  const scheme = useComputedColorScheme('light')
  const extensions = useMemo(() => {
    const attributes: Record<string, string> = { 'aria-label': label }
    if (describedBy) attributes['aria-describedby'] = describedBy
    if (errorOffset !== undefined) attributes['aria-invalid'] = 'true'
    if (readOnly) attributes['aria-readonly'] = 'true'
    return [
      json(),
      look,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of(attributes),
      errorOffset === undefined ? [] : errorMark(errorOffset),
    ]
  }, [label, describedBy, errorOffset, readOnly])
  return (
    <CodeMirror
      value={props.value}
      theme={scheme}
      extensions={extensions}
      readOnly={readOnly}
      indentWithTab={false}
      minHeight={props.minHeight ?? 'auto'}
      maxHeight={props.maxHeight ?? 'none'}
      basicSetup={{ highlightActiveLine: false, highlightActiveLineGutter: false }}
      {...(onChange && { onChange })}
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
  }),
)

const wavy = Decoration.mark({
  attributes: { style: 'text-decoration: underline wavy var(--bad); text-underline-offset: 3px' },
})

function errorMark(offset: number): Extension {
  return EditorView.decorations.of(({ state }) => {
    // Nothing can be underlined behind the end: the last character stands for it.
    const from = Math.max(0, Math.min(offset, state.doc.length - 1))
    return state.doc.length === 0 ? Decoration.none : Decoration.set(wavy.range(from, from + 1))
  })
}
