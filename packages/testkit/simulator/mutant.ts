/** A copy of the joint with a mutation put into its source. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Mutation, Patch } from './mutations.ts'
import type { Joint } from './story.ts'

const ROOT = join(import.meta.dirname, '../../..')

export interface Mutant {
  readonly joint: Joint
  /** Removes the copy. */
  remove(): void
}

/** Throws when a patch does not fit exactly once: then the guard has moved, and the mutation must follow it. */
export async function mutate(mutation: Mutation): Promise<Mutant> {
  const wrong = misfits([mutation])
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
  const folder = mkdtempSync(join(tmpdir(), 'tandem-mutant-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    cpSync(join(ROOT, 'packages/hub'), join(folder, 'hub'), {
      recursive: true,
      filter: (path) => !path.endsWith('.spec.ts') && !path.endsWith('.fixture.ts'),
    })
    // What the copy imports is what everybody imports.
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    for (const patch of mutation.patches) apply(folder, patch)
    const joint = (await import(/* @vite-ignore */ pathToFileURL(join(folder, 'hub/index.ts')).href)) as Joint
    return { joint, remove }
  } catch (error) {
    remove()
    throw error
  }
}

/** Patches that do not fit exactly once: their guards have moved, and the mutations must follow them. */
export function misfits(mutations: readonly Mutation[]): string[] {
  return mutations.flatMap(({ name, patches }) =>
    patches.flatMap(({ file, find }) => {
      const count = readFileSync(join(ROOT, 'packages/hub', file), 'utf8').split(find).length - 1
      return count === 1 ? [] : [`"${name}" fits ${count} times in ${file}, not once: ${find}`]
    }),
  )
}

function apply(folder: string, { file, find, replace }: Patch): void {
  const path = join(folder, 'hub', file)
  // A function, so that a dollar in the replacement is only a dollar.
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(find, () => replace),
  )
}
