import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { askAsOwner, expect } from './app.ts'
import { test } from './lived-in.ts'
import { ben, types } from './lived-in-records.ts'
import { look, takePictures } from './looks.ts'

/** Pictures of Data in a vault of three weeks. */

test.slow()

test('the list of records is whole', { tag: '@pictures' }, async ({ livedIn: { window } }) => {
  await openData(window)
  await look(window, 'data')
  await window.getByRole('link', { name: /^SocialMediaPost/ }).click()
  await expect(window.getByRole('columnheader', { name: 'likeCount' })).toBeVisible()
  await look(window, 'data-type')
  await window.getByRole('button', { name: 'Filter', exact: true }).click()
  const conditions = window.getByRole('dialog', { name: 'Filter' })
  await conditions.getByRole('combobox', { name: 'Field', exact: true }).fill('likeCount')
  await conditions.getByRole('combobox', { name: 'Comparison' }).selectOption('after')
  await conditions.getByRole('textbox', { name: 'Value' }).fill('11')
  await conditions.getByRole('textbox', { name: 'Value' }).press('Enter')
  await expect(row(window, /bookbinder/)).toBeHidden()
  await look(window, 'data-filter')
  await window.keyboard.press('Escape')
  await look(window, 'data-filtered')

  await window.getByRole('link', { name: /^All/ }).click()
  await window.getByRole('searchbox').fill('canal')
  await expect(window.getByText('3 matches')).toBeVisible()
  await look(window, 'data-search')
  await window.getByRole('searchbox').fill('zebra')
  await expect(row(window, /canal/i)).toHaveCount(0)
  await window.waitForTimeout(500)
  await look(window, 'data-no-match')
})

test('selection, export and trash are whole', { tag: '@pictures' }, async ({ livedIn }) => {
  const { window } = livedIn
  await openData(window)
  await window.getByRole('checkbox', { name: /^Select Twenty-two/ }).click()
  await window.getByRole('checkbox', { name: /^Select Harbour$/ }).click({ modifiers: ['Shift'] })
  const bar = window.getByRole('region', { name: 'Selected records' })
  await expect(bar).toContainText('3 records selected')
  await look(window, 'data-selection')
  await bar.getByRole('button', { name: 'Access…' }).click()
  await look(window, 'data-selection-access')
  await window.keyboard.press('Escape')
  await bar.getByRole('button', { name: 'Delete' }).click()
  await expect(window.getByText('3 records deleted.')).toBeVisible()
  await takePictures(window, 'data-deleted')
  await window.getByRole('button', { name: 'Dismiss' }).click()
  await window.getByRole('link', { name: 'Trash' }).click()
  await expect(window.getByRole('region', { name: 'Trash' })).toContainText('Twenty-two')
  await look(window, 'data-trash')

  await openData(window, /bookbinder/)
  await chooseAction(window, 'Export what is listed…')
  await expect(window.getByRole('dialog')).toBeVisible()
  await look(window, 'data-export')
})

test('an open record is whole', { tag: '@pictures' }, async ({ livedIn: { window } }) => {
  await openData(window)
  await row(window, /Sunday walk/).click()
  const inspector = window.getByRole('complementary', { name: 'Record' })
  await expect(inspector.getByRole('textbox', { name: 'content' })).toBeVisible()
  await look(window, 'record-fields')
  await inspector.getByRole('tab', { name: 'JSON' }).click()
  await expect(inspector.getByRole('textbox', { name: 'Record as JSON' })).toContainText('canal')
  await look(window, 'record-json')
  await inspector.getByRole('tab', { name: 'Access' }).click()
  await expect(inspector.getByRole('region', { name: 'What this comes to' })).toBeVisible()
  await look(window, 'record-access')
  await update(window, { content: 'Sunday walk along the river', likeCount: 33 })
  await inspector.getByRole('tab', { name: 'History' }).click()
  await expect(inspector.getByRole('insertion').first()).toBeVisible()
  await look(window, 'record-history')

  await inspector.getByRole('tab', { name: 'Fields' }).click()
  await inspector.getByRole('textbox', { name: 'content' }).fill('Sunday walk along the new canal')
  await look(window, 'record-unsaved')
  await inspector.getByRole('button', { name: '1 change' }).click()
  await look(window, 'record-difference')
  await update(window, { content: 'Sunday walk by the sea', likeCount: 35 })
  await expect(inspector.getByText('This record changed while you were editing.')).toBeVisible()
  await inspector.getByRole('button', { name: 'Save' }).click()
  await expect(window.getByText('1 still to choose')).toBeVisible()
  await look(window, 'record-merge')
})

test('making, importing and seeing as others do are whole', { tag: '@pictures' }, async ({
  livedIn: { window, userData },
}) => {
  await openData(window)
  await window.getByRole('button', { name: 'New record' }).first().click()
  const dialog = window.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Type' }).click()
  await window.getByRole('option', { name: 'CalendarEvent' }).click()
  await dialog.getByRole('textbox', { name: 'title' }).fill('Book fair')
  await expect(dialog.getByRole('textbox', { name: 'Payload' })).toContainText('Book fair')
  await look(window, 'data-new')
  await dialog.getByRole('button', { name: 'Close' }).click()

  const file = join(userData, 'old-posts.csv')
  await writeFile(file, 'text,likeCount\n"Snow, at last",14\nFog,many\nRain again,3\nSun,a few\n')
  await chooseAction(window, 'Import a file…')
  const chooser = window.waitForEvent('filechooser')
  await window.getByRole('button', { name: 'Choose a file…' }).click()
  await (await chooser).setFiles(file)
  await dialog.getByRole('combobox', { name: 'Type' }).selectOption({ label: 'SocialMediaPost' })
  await dialog.getByRole('textbox', { name: 'Field for text' }).fill('content')
  await look(window, 'data-import')
  await dialog.getByRole('button', { name: 'Import 4 records' }).click()
  await window.getByRole('button', { name: 'Show what went wrong (2)' }).click()
  await look(window, 'data-import-errors')
  await window.getByRole('button', { name: 'Dismiss' }).click()

  await chooseAction(window, 'View as somebody else…')
  await window.getByRole('combobox', { name: 'eName' }).fill(ben)
  await look(window, 'data-view-as-choice')
  await window.getByRole('button', { name: 'View', exact: true }).click()
  await expect(window.getByText(/You see your vault as .* sees it/)).toBeVisible()
  await expect(row(window, /Onion soup/)).toHaveCount(0)
  await look(window, 'data-view-as')
})

async function openData(window: Page, name = /Twenty-two/): Promise<void> {
  await window.getByRole('link', { name: 'Data', exact: true }).click()
  const all = window.getByRole('link', { name: /^All/ })
  if (await all.isVisible()) await all.click()
  await expect(row(window, name)).toBeVisible()
}

function row(window: Page, name: RegExp) {
  return window.getByRole('row', { name })
}

async function chooseAction(window: Page, name: string): Promise<void> {
  await window.getByRole('button', { name: 'More actions' }).click()
  await window.getByRole('menuitem', { name }).click()
}

/** Changes the post of the Sunday walk, as another window of the owner would. */
async function update(window: Page, changed: object): Promise<void> {
  const found = await askAsOwner(
    window,
    '{ metaEnvelopes(first: 100) { edges { node { id parsed } } } }',
  )
  const records: { node: { id: string; parsed: { content?: string } } }[] =
    found.data.metaEnvelopes.edges
  const walk = records.find(({ node }) => node.parsed.content?.startsWith('Sunday walk'))?.node
  const payload = { ...walk?.parsed, ...changed }
  const { data } = await askAsOwner(
    window,
    `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
      updateMetaEnvelope(id: $id, input: $input) { errors { message } } }`,
    { id: walk?.id, input: { ontology: types.post, payload, acl: ['*'] } },
  )
  expect(data.updateMetaEnvelope.errors).toEqual([])
}
