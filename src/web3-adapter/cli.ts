import { Command } from 'commander'
import { show } from './dev/show.ts'
import { watch } from './dev/watch.ts'

/** `web3-adapter`: for those who write mapping files. */

const program = new Command('web3-adapter').description('The Web3 Adapter, at hand.')

program
  .command('dev')
  .description('show both sides of a sample, and again whenever mapping or sample change')
  .argument('<mapping>', 'the mapping file')
  .requiredOption('--sample <file>', 'a row as JSON; with --from-global the payload of a record')
  .option('--from-global', 'begin with the payload')
  .option('--once', 'show them once; the exit code is 1 where something is wrong')
  .action(async (mapping: string, options: Options) => {
    const asked = { mapping, sample: options.sample, fromGlobal: options.fromGlobal ?? false }
    if (options.once) {
      const { text, isGood } = await show(asked)
      process.stdout.write(text)
      process.exitCode = isGood ? 0 : 1
      return
    }
    const stopping = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopping.abort())
    await watch(asked, (text) => void process.stdout.write(text), stopping.signal)
  })

interface Options {
  readonly sample: string
  readonly fromGlobal?: true
  readonly once?: true
}

await program.parseAsync()
