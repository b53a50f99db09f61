import type { KeyboardEvent } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { onGridKey } from './grid-keys.ts'

class Input extends EventTarget {}
beforeEach(() => void vi.stubGlobal('HTMLInputElement', Input))
afterEach(() => void vi.unstubAllGlobals())

const table = new EventTarget()
const rows = ['a', 'b', 'c', 'd', 'e', 'f'] as const

/** Presses a key on a grid whose pages have four rows; tells what came of it. */
function pressed(
  key: string,
  more: object = {},
  { at = 2, shown = rows as readonly string[] } = {},
) {
  const done: unknown[] = []
  const event = {
    ...{ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false },
    ...{ target: table, currentTarget: table, preventDefault: () => done.push('taken') },
    ...more,
  }
  onGridKey(event as unknown as KeyboardEvent, {
    ...{ rows: shown, activeIndex: at, page: 4 },
    keys: {
      Enter: (row) => done.push(['Enter', row]),
      ' ': (row) => done.push(['space', row]),
      'Control a': (row) => done.push(['all', row]),
    },
    onMove: (index, isRange) => done.push(isRange ? ['range', index] : index),
  })
  return done
}

describe('keys in a grid', () => {
  it.each([
    ['ArrowDown', 2, 3],
    ['ArrowUp', 2, 1],
    ['PageDown', 1, 5],
    ['PageUp', 5, 1],
    ['Home', 4, 0],
    ['End', 1, 5],
    // Nothing is beyond the first and the last.
    ['ArrowDown', 5, 5],
    ['ArrowUp', 0, 0],
    ['PageDown', 4, 5],
    ['PageUp', 3, 0],
    // The keys come in where no row has them yet.
    ['ArrowDown', -1, 0],
    ['ArrowUp', -1, 0],
    ['End', -1, 5],
  ])('%s from row %i leads to row %i', (key, at, to) => {
    expect(pressed(key, {}, { at })).toEqual(['taken', to])
  })

  it('with Shift mean the rows on the way, too', () => {
    expect(pressed('ArrowDown', { shiftKey: true })).toEqual(['taken', ['range', 3]])
  })

  it('lead nowhere where there are no rows, and do not scroll the page', () => {
    expect(pressed('ArrowDown', {}, { at: -1, shown: [] })).toEqual(['taken'])
  })

  it('do to the active row what they mean there, or to none', () => {
    expect(pressed('Enter')).toEqual(['taken', ['Enter', 'c']])
    expect(pressed('Enter', {}, { at: -1 })).toEqual(['taken', ['Enter', undefined]])
    expect(pressed('a', { ctrlKey: true })).toEqual(['taken', ['all', 'c']])
    expect(pressed('a', { metaKey: true })).toEqual(['taken', ['all', 'c']])
  })

  it.each([
    ['x', {}],
    ['a', {}],
    ['Enter', { ctrlKey: true }],
    ['Enter', { shiftKey: true }],
    ['ArrowDown', { altKey: true }],
    // Of the system, or of the page.
    ['ArrowDown', { ctrlKey: true }],
    ['Home', { metaKey: true }],
  ])('are left to others: %s %j', (key, more) => {
    expect(pressed(key, more)).toEqual([])
  })

  it('belong to what has the focus inside of a row; of a tick box that is the space bar alone', () => {
    const [link, box] = [new EventTarget(), new Input()]
    expect(pressed('Enter', { target: link })).toEqual([])
    expect(pressed('ArrowDown', { target: link })).toEqual([])
    expect(pressed(' ', { target: box })).toEqual([])
    expect(pressed('ArrowDown', { target: box })).toEqual(['taken', 3])
    expect(pressed(' ')).toEqual(['taken', ['space', 'c']])
  })
})
