/** What a reader of a guide does, in its order. */
export type Step =
  | { readonly kind: 'file'; readonly path: string; readonly content: string }
  | {
      readonly kind: 'type'
      readonly lines: string
      /** What is shown then, with `…` for anything. */
      readonly shown: string | null
      /** It goes on, in a terminal of its own. */
      readonly goesOn: string | null
      /** It is typed again until it shows that. */
      readonly isAwaited: boolean
    }
  | { readonly kind: 'done'; readonly lines: string }
  | { readonly kind: 'quote'; readonly path: string; readonly content: string }

export interface Section {
  readonly title: string
  readonly steps: readonly Step[]
}

/** A fence, with the comment or the name of a file before it. */
const fence = /(?:\*\*([\w./-]+)\*\*\n\n|<!-- ([^>]*) -->\n)?```(\w+)\n(.*?)\n```/gs

/** Sections of a guide, those with `## `. */
export function readGuide(page: string): Section[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((text) => ({ title: text.split('\n', 1)[0] ?? '', steps: readSteps(text) }))
}

function readSteps(section: string): Step[] {
  const blocks = [...section.matchAll(fence)].map(([, file, comment = '', language, content]) => {
    return { file, comment, language, content: content ?? '' }
  })
  return blocks.flatMap(({ file, comment, language, content }, at): Step[] => {
    const [, kind = '', what = ''] = /^([\w-]+)(?:: (.*))?$/.exec(comment) ?? []
    if (file !== undefined) return [{ kind: 'file', path: file, content: `${content}\n` }]
    if (kind === 'from') return [{ kind: 'quote', path: what, content }]
    if (kind === 'done') return [{ kind: 'done', lines: content }]
    if (language === 'text') return []
    if (language !== 'sh') throw new Error(`Nobody would know where this belongs:\n${content}`)
    const next = blocks[at + 1]
    const shown = next?.language === 'text' ? next.content : null
    const goesOn = kind === 'terminal' ? what : null
    return [{ kind: 'type', lines: content, shown, goesOn, isAwaited: kind === 'until' }]
  })
}

/** What is shown, with `…` for the rest of a line, or for lines where it stands alone. */
export function shownPattern(shown: string): RegExp {
  const lines = shown
    .trim()
    .split('\n')
    .map((line) => (line === '…' ? '[^]*' : line.split('…').map(escaped).join('.*')))
  return new RegExp(`^${lines.join('\n')}$`, 'm')
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
