import { beforeEach, describe, expect, it, vi } from 'vitest'
import { RecordEdits } from '../records/record-edits.ts'
import { guardUnsaved } from './guard-unsaved.ts'
import { emptyDraft, type RecordDraft } from './record-draft.ts'
import { type TaskResult, Tasks } from './tasks.ts'

const base = { payload: { text: 'a' }, acl: ['*'] }
const edit = { ...base, base, payload: { text: 'b' }, unread: new Map(), unreadJson: null }

let page: EventTarget
let edits: RecordEdits
let tasks: Tasks
beforeEach(() => {
  page = new EventTarget()
  isHeld = null
  edits = new RecordEdits()
  tasks = new Tasks()
})
let isHeld: boolean | null
const guard = (draft: RecordDraft = emptyDraft) =>
  guardUnsaved({ edits, draft, tasks }, page, (held) => {
    if (held === isHeld) throw new Error('told before')
    isHeld = held
  })
/** As the page says it, and as main knows it beforehand. */
const mayLeave = () => {
  const may = page.dispatchEvent(new Event('beforeunload', { cancelable: true }))
  expect(isHeld).toBe(!may)
  return may
}

describe('the window is held back', () => {
  it('while there are unsaved edits, and only then', () => {
    const end = guard()
    expect(mayLeave()).toBe(true)
    edits.set('one', edit)
    expect(mayLeave()).toBe(false)
    edits.set('one', { ...edit, payload: base.payload })
    expect(mayLeave()).toBe(true)
    edits.set('one', edit)
    end()
    expect(page.dispatchEvent(new Event('beforeunload', { cancelable: true }))).toBe(true)
  })

  it.each<[string, Partial<RecordDraft>, boolean]>([
    ['a type that was chosen', { type: 'post' }, true],
    ['the fields its type proposes', { type: 'post', payload: '{}', proposed: '{}' }, true],
    ['fields that were filled in', { payload: '{"a":1}', proposed: '{}' }, false],
    ['JSON that is not whole yet', { payload: '{"a"' }, false],
    ['an id of a type', { ownId: 'mine' }, false],
    ['a person', { people: ['@ada'] }, false],
  ])('by a new record as far as something is lost: %s', (_, draft, may) => {
    guard({ ...emptyDraft, ...draft })
    expect(mayLeave()).toBe(may)
  })

  it('until work is done, or has stopped', async () => {
    guard()
    for (const isCancelled of [false, true]) {
      let finish = (_: TaskResult) => {}
      tasks.run('Importing', () => new Promise((resolve) => (finish = resolve)))
      expect(mayLeave()).toBe(false)
      if (isCancelled) tasks.cancel()
      // What is cancelled still finishes what it has begun.
      expect(mayLeave()).toBe(false)
      finish({ message: '' })
      await vi.waitFor(() => expect(mayLeave()).toBe(true))
    }
    tasks.run('Exporting', () => Promise.reject(new Error('no')))
    await vi.waitFor(() => expect(mayLeave()).toBe(true))
  })
})
