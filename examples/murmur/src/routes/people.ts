import type { Hono } from 'hono'
import { picturesOf, readForm, textOf } from '../forms.ts'
import { PageError } from '../page-error.ts'
import { nameOf } from '../pages/people.ts'
import { aboutLength, nameLength, profilePage } from '../pages/profile.ts'
import type { Member, Platform, Show } from '../platform.ts'
import { checkedId } from './ids.ts'
import { beforeOf } from './murmurs.ts'

export function peopleRoutes(app: Hono<Member>, { murmurs }: Platform, show: Show): void {
  app.get('/people/:id', (c) => {
    const account = murmurs.account(checkedId(c.req.param('id')))
    if (account === null) throw new PageError(404, 'There is nobody of this name here.')
    const viewer = c.get('viewer')
    const body = profilePage(account, murmurs.murmursOf(account.id, viewer.id, beforeOf(c)), viewer)
    return show(c, { title: nameOf(account), body })
  })

  app.post('/people/me', async (c) => {
    const { id } = c.get('viewer')
    const form = await readForm(c)
    const [picture] = await picturesOf(form, 'picture')
    murmurs.changeAccount(id, {
      shownName: textOf(form, 'name', nameLength),
      about: textOf(form, 'about', aboutLength),
      ...(picture !== undefined && { picture }),
    })
    return c.redirect(`/people/${id}`, 303)
  })
}
