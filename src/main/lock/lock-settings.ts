import { z } from 'zod'
import type { LockSettings } from '../../ipc/lock.ts'

/** When the app locks by itself. */
export const lockSettings = z.strictObject({
  idleMinutes: z.union([z.literal(1), z.literal(5), z.literal(15), z.literal(60)]).nullable(),
  atSleep: z.boolean(),
  atSystemLock: z.boolean(),
  atStart: z.boolean(),
}) satisfies z.ZodType<LockSettings>

/** Until the owner says otherwise; none of it locks before there is a way to unlock. */
export const firstLockSettings: LockSettings = {
  idleMinutes: 15,
  atSleep: true,
  atSystemLock: true,
  atStart: false,
}
