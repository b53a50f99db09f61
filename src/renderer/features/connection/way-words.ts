import { t } from '@lingui/core/macro'
import {
  IconArrowsExchange,
  IconCloud,
  IconRouter,
  IconServer,
  IconUsers,
  type Icon as TablerIcon,
} from '@tabler/icons-react'
import type { ConnectionKind, ConnectionWay } from '../../../ipc/connection.ts'

interface KindWords {
  readonly name: string
  /** Whom it suits, in a sentence for people who are no engineers. */
  readonly suits: string
  readonly Icon: TablerIcon
}

export const kindWords: Readonly<Record<ConnectionKind, KindWords>> = {
  'own-address': {
    name: t`Own address or router`,
    suits: t`Your router passes a port on to this computer, or a web server of yours does. Nobody else is in between.`,
    Icon: IconRouter,
  },
  ssh: {
    name: t`Your own server, by SSH`,
    suits: t`You have a server on the internet and can log in there. It passes on what comes to it.`,
    Icon: IconServer,
  },
  cloudflared: {
    name: t`Cloudflare Tunnel`,
    suits: t`Needs no router settings; works without an account, too. Cloudflare sees what passes through.`,
    Icon: IconCloud,
  },
  ngrok: {
    name: t`ngrok`,
    suits: t`Needs an account there, and no router settings. ngrok sees what passes through.`,
    Icon: IconArrowsExchange,
  },
  relay: {
    name: t`Relay`,
    suits: t`A server that somebody you know runs for vaults such as yours. It passes on what is for you, and sees what passes through.`,
    Icon: IconUsers,
  },
}

/** In the order in which they are offered: the one that needs nobody else first. */
export const offeredKinds = Object.keys(kindWords) as readonly ConnectionKind[]

/** What a kind is called, also one that is no more known. */
export function kindName(kind: string): string {
  return Object.hasOwn(kindWords, kind) ? kindWords[kind as ConnectionKind].name : kind
}

/** Where a way leads: its public address, or what is known of it before it is connected. */
export function wayPlace(way: ConnectionWay): string {
  switch (way.kind) {
    case 'own-address':
    case 'relay':
      return way.publicUrl
    case 'ssh': {
      const { publicUrl, user, host } = way
      return t`${publicUrl} through ${user}@${host}`
    }
    case 'cloudflared':
      return way.named?.publicUrl ?? t`An address of its own each time`
    case 'ngrok':
      return way.domain === null ? t`An address of ngrok’s` : `https://${way.domain}`
  }
}
