import { Fragment } from 'react'
import classes from './record-table.module.css'

/** A text in which every place that was searched for is marked. */
export function Highlight({ text, search }: { text: string; search: string }) {
  if (search === '') return text
  return partsOf(text, search).map(({ from, part, isHit }) =>
    isHit ? (
      <mark key={from} className={classes.hit}>
        {part}
      </mark>
    ) : (
      <Fragment key={from}>{part}</Fragment>
    ),
  )
}

function partsOf(text: string, search: string) {
  const pattern = new RegExp(`(${search.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')})`, 'gi')
  let from = 0
  return text.split(pattern).map((part, at) => {
    const start = from
    from += part.length
    return { from: `${start} ${at}`, part, isHit: at % 2 === 1 }
  })
}
