/** Scenarios against running peers: `npm run test:peers`. Those of a peer that is not up are left out, with a line saying so. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: './packages/testkit/global-setup.ts',
    include: ['scenarios/peers/**/*.spec.ts'],
    testTimeout: 600_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
})
