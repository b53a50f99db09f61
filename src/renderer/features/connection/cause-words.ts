import { t } from '@lingui/core/macro'
import type { ConnectionCause } from '../../../ipc/connection.ts'

/** What went wrong with a way, and what its owner can do about it. */
export interface CauseWords {
  readonly what: string
  /** Empty where nothing is to be done but to wait. */
  readonly wayOut: string
}

type Named = (name: string) => string

/** Words of each code of the tunnel’s (`TunnelCode`), with what it names. */
const words: Readonly<Record<string, (named: Named) => CauseWords>> = {
  UNREACHABLE(named) {
    const [host, detail] = [hostOf(named), codeIn(named)]
    return {
      what: detail === '' ? t`${host} can’t be reached.` : t`${host} can’t be reached (${detail}).`,
      wayOut: t`Check the name or address and the port, and whether this computer is online.`,
    }
  },
  TIMEOUT(named) {
    const host = hostOf(named)
    return {
      what: t`${host} did not answer in time.`,
      wayOut: t`It is tried again by itself. If it stays so, check that a firewall does not swallow the connection.`,
    }
  },
  BAD_ANSWER(named) {
    const host = hostOf(named)
    return {
      what: t`What answers at ${host} is something else than was expected there.`,
      wayOut: t`Check the name and the port: another program may be listening there.`,
    }
  },
  HOST_KEY_CHANGED(named) {
    const host = hostOf(named)
    return {
      what: t`${host} shows another key than before, so nothing was sent to it.`,
      wayOut: t`It may have been set up anew, or somebody stands in between. Ask whoever runs it before you trust the new key.`,
    }
  },
  HOST_KEY_NOT_KEPT(named) {
    const host = hostOf(named)
    return {
      what: t`The key of ${host} could not be kept on this computer, so it was not trusted.`,
      wayOut: t`Check that the disk is not full and that the app may write its settings.`,
    }
  },
  KEY_UNUSABLE: () => ({
    what: t`The app’s own SSH key can’t be read.`,
    wayOut: t`Check that your keychain is unlocked, then try again.`,
  }),
  LOGIN_REFUSED(named) {
    const [host, user] = [hostOf(named), named('user')]
    return {
      what: t`${host} does not let ${user} in with this key.`,
      wayOut: t`Put the line with the public key into the file ~/.ssh/authorized_keys of ${user} on the server, and check the user’s name.`,
    }
  },
  FORWARDING_REFUSED(named) {
    const [host, port] = [hostOf(named), named('port')]
    return {
      what: t`${host} does not open its port ${port} for you.`,
      wayOut: t`Its sshd has to allow it (AllowTcpForwarding remote, GatewayPorts clientspecified), and no other program may use the port.`,
    }
  },
  PORT_TAKEN(named) {
    const port = named('port')
    return {
      what: t`Another program on this computer has port ${port}, or it may not be used.`,
      wayOut: t`End that program or choose another port. Ports below 1024 are often reserved for the system.`,
    }
  },
  TOKEN_MISSING(named) {
    const program = programOf(named)
    return {
      what: t`There is no token of ${program} in your keychain.`,
      wayOut: t`Edit this way and paste the token.`,
    }
  },
  TOKEN_REFUSED(named) {
    const program = programOf(named)
    return {
      what: t`${program} does not accept your token.`,
      wayOut: t`It may be mistyped or revoked. Copy it there anew, then edit this way and paste it.`,
    }
  },
  SERVICE_UNREACHABLE(named) {
    const program = programOf(named)
    return {
      what: t`${program} can’t be reached.`,
      wayOut: t`Check whether this computer is online, and that no firewall keeps it from ${program}.`,
    }
  },
  SERVICE_REFUSED(named) {
    const [program, detail] = [programOf(named), codeIn(named)]
    return {
      what: t`${program} lets you in, and leads nothing here (${detail}).`,
      wayOut: t`The domain may not be yours, or your account may have no tunnel left. The help of ${program} says what the code means.`,
    }
  },
  PROGRAM_MISSING(named) {
    const program = programOf(named)
    return {
      what: t`The program ${program} is not installed on this computer, or may not be run.`,
      wayOut: t`Install it, then try again.`,
    }
  },
  PROGRAM_ENDED(named) {
    const [program, detail] = [programOf(named), named('detail')]
    return {
      what:
        detail === ''
          ? t`The program ${program} stopped by itself.`
          : t`The program ${program} stopped by itself. It says: “${detail}”`,
      wayOut: t`It is started again by itself. If it stays so, check its token and this computer’s connection to the internet.`,
    }
  },
  FORWARDS_ELSEWHERE(named) {
    const [program, service] = [programOf(named), named('service')]
    return {
      what: t`${program} is set up to lead to ${service}, which is not this vault.`,
      wayOut: t`Change the service of your tunnel at the provider, or the port here, so that both are the same.`,
    }
  },
  LOST(named) {
    const host = hostOf(named)
    return {
      what: t`The connection to ${host} has ended.`,
      wayOut: t`It is made again by itself.`,
    }
  },
  PROOF_REFUSED(named) {
    const host = hostOf(named)
    return {
      what: t`${host} does not accept the proof that this vault is yours.`,
      wayOut: t`Ask whoever runs the relay whether it serves your vault and knows its registry.`,
    }
  },
  PROOF_UNAVAILABLE(named) {
    const detail = codeIn(named)
    return {
      what:
        detail === ''
          ? t`Your vault can’t prove to the relay who it is: its key does not sign, or the registry has not certified it.`
          : t`Your vault can’t prove to the relay who it is (${detail}): its key does not sign, or the registry has not certified it.`,
      wayOut: t`Check that your keychain is unlocked and that the registry answers.`,
    }
  },
  PROBE_UNREACHABLE(named) {
    const detail = codeIn(named)
    return {
      what:
        detail === ''
          ? t`Nothing answers at the public address.`
          : t`Nothing answers at the public address (${detail}).`,
      wayOut: t`Check that the address is right, that its name leads there, and that a router or server passes the port on.`,
    }
  },
  PROBE_TIMEOUT: () => ({
    what: t`No answer came through the public address in time.`,
    wayOut: t`A firewall or a router on the way may swallow it. Check that the port is passed on.`,
  }),
  PROBE_REFUSED(named) {
    const status = named('status')
    return {
      what: t`The public address answers with status ${status} instead of leading here.`,
      wayOut: t`Check where the server or proxy at that address passes requests on to.`,
    }
  },
  PROBE_WRONG: () => ({
    what: t`Somebody answers at the public address who is not this vault.`,
    wayOut: t`Check the address. If it is right, whoever runs it leads its visitors elsewhere.`,
  }),
  UNEXPECTED(named) {
    const detail = named('detail')
    return {
      what: t`Something went wrong that should not have (${detail}).`,
      wayOut: t`It is tried again by itself. The log of the app says more.`,
    }
  },
}

/** The codes that have words. */
export const knownCauses: readonly string[] = Object.keys(words)

/** What a cause says to the owner. A code that is not known is told as it is. */
export function causeWords({ code, parameters }: ConnectionCause): CauseWords {
  const named = (name: string) => String(parameters[name] ?? '')
  if (Object.hasOwn(words, code)) return words[code]?.(named) as CauseWords
  return { what: t`It does not work (${code}).`, wayOut: '' }
}

function hostOf(named: Named): string {
  return named('host') || t`The server`
}

/** The detail where it is a system’s code (`ECONNREFUSED`): other words say nothing to owners. */
function codeIn(named: Named): string {
  const detail = named('detail')
  return /^[A-Z][A-Z\d_]+$/.test(detail) ? detail : ''
}

/** Without the folders it is in. */
function programOf(named: Named): string {
  return named('program').split(/[/\\]/).at(-1) ?? ''
}
