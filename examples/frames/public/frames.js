// Pages work without any of this: it shows news, previews and who has signed without a reload.

/** Puts what is new into the parts of the page that live, and leaves the rest as it is. */
async function refresh() {
  const answer = await fetch(location.href)
  if (!answer.ok || answer.redirected) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id)
    if (next === null || part.contains(document.activeElement)) continue
    const known = new Map([...part.children].map((child) => [child.id, child]))
    part.replaceChildren(
      ...[...next.children].map((child) => {
        const shown = known.get(child.id)
        return shown?.isEqualNode(child) ? shown : document.adoptNode(child)
      }),
    )
  }
}

if (document.querySelector('[data-live]')) {
  let pending
  new EventSource('/events').addEventListener('message', () => {
    clearTimeout(pending)
    pending = setTimeout(refresh, 300)
  })
}

const preview = document.getElementById('preview')
document.querySelector('input[name=pictures]')?.addEventListener('change', ({ target }) => {
  for (const image of preview.children) URL.revokeObjectURL(image.src)
  preview.replaceChildren(
    ...[...target.files].slice(0, 4).map((file) => {
      const image = new Image()
      image.src = URL.createObjectURL(file)
      image.alt = file.name
      return image
    }),
  )
})

const enter = document.getElementById('enter')
const state = document.getElementById('state')
async function waitForWallet() {
  const answer = await fetch('/login/outcome').catch(() => null)
  const outcome = answer?.ok ? (await answer.json()).state : 'waiting'
  if (outcome === 'waiting') return void setTimeout(waitForWallet, 1000)
  if (outcome === 'expired') return location.reload()
  state.textContent = 'Signed. Bringing your pictures here…'
  enter.requestSubmit()
}
if (enter !== null) {
  enter.hidden = true
  void waitForWallet()
}
