import type { PackageFile, Packages } from './rules/imports.ts'
import { filesBelow, readText } from './source.ts'

/** All package.json files of the tree by their folder, the root's under the empty text. */
export function readPackages(): Packages {
  const paths = ['package.json', ...filesBelow(['packages', 'tidy', 'scenarios', 'bench'], /^package\.json$/)]
  return Object.fromEntries(
    paths.map((path) => [path.replace(/\/?package\.json$/, ''), JSON.parse(readText(path)) as PackageFile]),
  )
}
