import { expect, it } from 'vitest'
import { guardEdits } from './guard-edits.ts'
import { RecordEdits } from './record-edits.ts'

const base = { payload: { text: 'a' }, acl: ['*'] }
const edit = { ...base, base, payload: { text: 'b' }, unread: new Map(), unreadJson: null }

it('holds the window back while there are unsaved edits, and only then', () => {
  const page = new EventTarget()
  const edits = new RecordEdits()
  const mayLeave = () => page.dispatchEvent(new Event('beforeunload', { cancelable: true }))
  const end = guardEdits(edits, page)
  expect(mayLeave()).toBe(true)
  edits.set('one', edit)
  expect(mayLeave()).toBe(false)
  edits.set('one', { ...edit, payload: base.payload })
  expect(mayLeave()).toBe(true)
  edits.set('one', edit)
  end()
  expect(mayLeave()).toBe(true)
})
