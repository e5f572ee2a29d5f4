import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: './packages/testkit/global-setup.ts',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'packages', include: ['packages/**/*.spec.ts'] } },
      // Those against running peers are run by themselves: `npm run test:peers`.
      { extends: true, test: { name: 'scenarios', include: ['scenarios/**/*.spec.ts'], exclude: ['scenarios/peers/**'] } },
      { extends: true, test: { name: 'tidy', include: ['tidy/**/*.spec.ts'] } },
    ],
  },
})
