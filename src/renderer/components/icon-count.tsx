import { VisuallyHidden } from '@mantine/core'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import { writtenLocale } from '../../language/activate.ts'
import classes from './icon-count.module.css'

interface IconCountProps {
  readonly count: number
  readonly words: string
  readonly Icon: TablerIcon
}

/** A number with its picture, and in words for those who don't see it. */
export function IconCount({ count, words, Icon }: IconCountProps) {
  return (
    <span className={classes.count}>
      <Icon size={12} aria-hidden="true" />
      <span aria-hidden="true">{short.format(count)}</span>
      <VisuallyHidden>{words} </VisuallyHidden>
    </span>
  )
}

const short = new Intl.NumberFormat(writtenLocale(), { notation: 'compact' })
