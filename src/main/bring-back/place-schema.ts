import { z } from 'zod'

const text = z.string().trim().min(1).max(1_000)

/** Where backups are, as the window may say it. */
export const backupsPlace = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder') }),
  z.strictObject({
    kind: z.literal('s3'),
    endpoint: z.url({ protocol: /^https?$/ }).max(1_000),
    region: text,
    bucket: text,
    prefix: z
      .string()
      .max(1_000)
      .transform((prefix) => prefix.split('/').filter(Boolean).join('/')),
    accessKeyId: text,
    secretAccessKey: text,
  }),
])
