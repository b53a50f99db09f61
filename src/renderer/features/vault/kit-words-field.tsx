import { t } from '@lingui/core/macro'
import { Textarea } from '@mantine/core'
import { countWords, KIT_WORDS } from './kit-words.ts'

interface KitWordsFieldProps {
  readonly words: string
  readonly type: (words: string) => void
  readonly disabled: boolean
}

/** Takes the words of a recovery kit. */
export function KitWordsField({ words, type, disabled }: KitWordsFieldProps) {
  const count = countWords(words)
  return (
    <Textarea
      label={t`Words`}
      description={t`${count} of ${KIT_WORDS} words`}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autosize
      minRows={2}
      maxRows={4}
      autoComplete="off"
      autoCorrect="off"
      autoCapitalize="none"
      spellCheck={false}
      // In a dialog, it is the first to be typed in.
      data-autofocus
      disabled={disabled}
      value={words}
      onChange={(event) => type(event.currentTarget.value)}
    />
  )
}
