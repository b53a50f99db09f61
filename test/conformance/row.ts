import type { VaultUnderTest } from './vault-under-test.ts'

/** What a row needs to know or have beside the vault's address and eName. */
export type Need =
  /** A platform token, or a registry that makes one. */
  | 'token'
  /** The vault's registry. */
  | 'registry'
  /** The registry's shared secret: to register and certify people. */
  | 'registry-secret'
  /** The vault is on this computer. */
  | 'loopback'
  /** `sh` and `curl`. */
  | 'curl'
  /** The owner's settings are as after `--policy open`. */
  | 'open'
  /** The owner's settings are as after `--policy guarded`. */
  | 'guarded'

/** One sentence of the specification and how it is checked. */
export interface Row {
  readonly source: 'eVault seed' | 'W3ID seed' | 'protocol' | 'design'
  /** The heading it stands under. */
  readonly section: string
  /** The sentence, verbatim, or the part of it that is checked. */
  readonly quote: string
  readonly name: string
  readonly needs?: readonly Need[]
  /** Throws when the vault does otherwise. Talks to it over HTTP only. */
  run(vault: VaultUnderTest): Promise<void>
}

/** Rows about one thing. */
export interface Topic {
  readonly topic: string
  readonly rows: readonly Row[]
}

declare module 'vitest' {
  interface TaskMeta {
    /** The row a test runs: what `npm run conformance` prints. */
    row?: Pick<Row, 'source' | 'section' | 'quote' | 'name'> & { readonly topic: string }
  }
}
