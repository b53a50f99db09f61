/** How busy the vault is with those who ask. */
export interface BusyMeter {
  begin(): void
  /** Once for each `begin`. */
  end(): void
  /** The part of the last moments in which somebody was being answered: from 0 to 1. */
  share(): number
}

/** What was longer ago counts less and less. */
const memoryMs = 250

/** @param clock milliseconds, always going forward */
export function createBusyMeter(clock: () => number = () => performance.now()): BusyMeter {
  let beingAnswered = 0
  let share = 0
  let countedAt = clock()

  function count(): void {
    const passed = clock() - countedAt
    countedAt += passed
    const kept = Math.exp(-passed / memoryMs)
    share = share * kept + (beingAnswered > 0 ? 1 - kept : 0)
  }
  function change(by: 1 | -1): void {
    count()
    beingAnswered += by
  }

  return {
    begin: () => change(1),
    end: () => change(-1),
    share() {
      count()
      return share
    },
  }
}
