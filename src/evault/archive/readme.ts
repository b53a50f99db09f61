import type { VaultName } from './vault-manifest.ts'

/** What a stranger reads first who unpacks an archive. */
export function readmeOf({ ename, evaultId, schema }: VaultName, now: Date): string {
  return `This archive holds everything that was in an eVault on ${now.toISOString()}.

eName:    ${ename ?? 'unknown'}
eVault:   ${evaultId ?? 'unknown'}
Schema:   ${schema}

tables/<name>/*.ndjson   the rows of each table, one JSON object in a line
files/<sha256>           the bytes of files; tables/files says what they are called
problems.ndjson          what could not be read, and is not here; empty is good
manifest.json            how many rows and bytes, and their SHA-256
manifest.sig             the owner's signature of the manifest (ES256)

Anything that reads zip and JSON can read it. All records:
    unzip -p ARCHIVE.zip 'tables/meta_envelopes/*' | jq .payload
A file by its record's id:
    unzip -p ARCHIVE.zip 'tables/files/*' | jq -r 'select(.id == "ID") | .blob_key'
    unzip -p ARCHIVE.zip files/SHA256 > FILE
It is not encrypted: whoever has it can read it. The private keys are not in it; they are in the
recovery kit.
To bring it into an empty eVault:
    evault import --from ARCHIVE.zip --data DIRECTORY
`
}
