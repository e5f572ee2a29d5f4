// Prints how many tests passed and failed by vitest's JSON report: `123 0`.
import { readFileSync } from 'node:fs'

const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
// A file that does not even load has no tests that could fail.
const broken = testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
)
console.log(numPassedTests, numFailedTests + broken.length)
