import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  casing: 'snake_case',
  dialect: 'postgresql',
  schema: [
    './src/evault/db/schema.ts',
    './src/evault/db/identity-schema.ts',
    './src/evault/db/awareness-schema.ts',
    './src/evault/db/outside-schema.ts',
    './src/evault/db/move-schema.ts',
    './src/evault/db/backup-schema.ts',
  ],
  out: './src/evault/db/migrations',
})
