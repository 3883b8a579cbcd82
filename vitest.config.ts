import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // One worker fewer than cores is the default, which leaves half of a small machine idle; projects with services run one file at a time anyway.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          setupFiles: ['test/support/no-network.ts'],
          // Loading the modules anew for each file took longer than the tests themselves.
          isolate: false,
          // Nothing is timed here: a property that is slow on a busy machine is no failure.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
