import type { FastifyInstance } from 'fastify'
import { formBytes, picturesOf, textOf } from '../forms.ts'
import type { Frames, Show } from '../frames.ts'
import { PageError } from '../page-error.ts'
import { nameOf } from '../pages/people.ts'
import { bioLength, nameLength, profilePage } from '../pages/profile.ts'
import { checkedId } from './ids.ts'

interface OfPerson {
  Params: { id: string }
  Querystring: { before?: string }
}

export function peopleRoutes(app: FastifyInstance, { documents }: Frames, show: Show): void {
  app.get<OfPerson>('/people/:id', async (request, reply) => {
    const person = await documents.person(checkedId(request.params.id))
    if (person === null) throw new PageError(404, 'There is nobody of this name here.')
    const { before } = request.query
    const photos = await documents.photosBy(
      person.id,
      before === undefined ? null : checkedId(before),
    )
    const body = profilePage(person, photos, request.person)
    return show(request, reply, { title: nameOf(person), body })
  })

  app.post<{ Body: FormData }>('/people/me', { bodyLimit: formBytes }, async (request, reply) => {
    const { id } = request.person
    const [portrait] = await picturesOf(request.body, 'portrait')
    await documents.changePerson(id, {
      name: textOf(request.body, 'name', nameLength),
      bio: textOf(request.body, 'bio', bioLength),
      ...(portrait !== undefined && { portrait }),
    })
    return reply.redirect(`/people/${id}`, 303)
  })
}
