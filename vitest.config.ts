import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest begins first: begun last, it would go on alone while other workers have nothing left to do. */
const LONGEST = ['simulator', 'mutations', 'fuzz-roles', 'demo', 'fuzz', 'browser/pages', 'browser/roles', 'browser/governing']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.spec.ts`))
      return found === -1 ? LONGEST.length : found
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    globalSetup: './packages/testkit/global-setup.ts',
    // By itself it leaves one core alone: with two, nothing would run beside anything.
    maxWorkers: Math.min(availableParallelism(), 4),
    // What a test does is bounded in counts, not in time: machines differ by a factor of five, and a slow one is not a failure.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      // Nothing of ours is kept in modules but what stays true: each file of a worker need not load all of them anew.
      { extends: true, test: { name: 'packages', include: ['packages/**/*.spec.ts'], isolate: false } },
      // Those against running peers are run by themselves: `npm run test:peers`.
      {
        extends: true,
        test: { name: 'scenarios', include: ['scenarios/*.spec.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['scenarios/browser/*.spec.ts'],
          // After everything else, two files at a time: each of the two workers has a server and a browser of its own.
          globalSetup: ['./packages/testkit/global-setup.ts', './scenarios/browser/global-setup.ts'],
          maxWorkers: Math.min(availableParallelism(), 2),
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      { extends: true, test: { name: 'tidy', include: ['tidy/**/*.spec.ts'] } },
    ],
  },
})
