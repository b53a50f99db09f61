/** The only place that knows `process.env`: everything the vault and the relay take from it, as text. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env) {
  return {
    configFile: env.EVAULT_CONFIG,
    settings: {
      dataDirectory: env.EVAULT_DATA,
      port: env.EVAULT_PORT,
      policy: env.EVAULT_POLICY,
      registry: env.EVAULT_REGISTRY,
      registryPort: env.EVAULT_REGISTRY_PORT,
      ontologyService: env.EVAULT_ONTOLOGY_SERVICE,
      awarenessService: env.EVAULT_AWARENESS_SERVICE,
      addressRate: env.EVAULT_ADDRESS_RATE,
      platformRate: env.EVAULT_PLATFORM_RATE,
      limitThisComputer: env.EVAULT_LIMIT_THIS_COMPUTER,
      acknowledge: env.EVAULT_ACKNOWLEDGE,
      logLevel: env.EVAULT_LOG_LEVEL,
      passphraseFile: env.EVAULT_PASSPHRASE_FILE,
    },
    relay: {
      registry: env.EVAULT_REGISTRY,
      publicUrl: env.EVAULT_RELAY_PUBLIC_URL,
      port: env.EVAULT_RELAY_PORT,
      sshPort: env.EVAULT_RELAY_SSH_PORT,
      dataDirectory: env.EVAULT_RELAY_DATA,
      listen: env.EVAULT_RELAY_LISTEN,
      logLevel: env.EVAULT_LOG_LEVEL,
    },
    backup: {
      passphrase: env.EVAULT_BACKUP_PASSPHRASE,
      s3: {
        endpoint: env.EVAULT_S3_ENDPOINT,
        region: env.EVAULT_S3_REGION,
        accessKeyId: env.EVAULT_S3_ACCESS_KEY_ID,
        secretAccessKey: env.EVAULT_S3_SECRET_ACCESS_KEY,
      },
    },
    registrySecret: env.EVAULT_REGISTRY_SECRET,
    awarenessSecret: env.EVAULT_AWARENESS_SECRET,
    passphrase: env.EVAULT_PASSPHRASE,
  }
}
export type Environment = ReturnType<typeof readEnvironment>

/**
 * Lets libraries leave out their checks for developers: GraphQL is a tenth faster without. They
 * look once, so this comes before they are loaded. What the environment says already stays.
 */
export function assumeProduction(env: NodeJS.ProcessEnv = process.env): void {
  env.NODE_ENV ??= 'production'
}
