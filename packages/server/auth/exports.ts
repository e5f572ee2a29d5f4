/**
 * Exports to files are written with nobody's rights, long after somebody has set them up. So whoever says what they write, or
 * where they go, must be allowed to see all of it then.
 */
import { readDocuments, type Tx } from '@tandem/db'
import { type FileExport, fileExport } from '@tandem/hub'
import { type Definition, type Id, type Refusal, type Result, refuse } from '@tandem/kernel'
import { listOf, readExported } from '../desk/exported.ts'
import type { Access } from './grants.ts'
import { viewOf } from './visible.ts'

type Wanted = Pick<FileExport, 'target' | 'query' | 'columns'>

/** A refusal for each input that would write more than somebody may see. */
export async function exportsBeyond(
  tx: Tx,
  access: Access,
  command: { readonly name: string; readonly document: string },
  inputs: readonly unknown[],
): Promise<readonly (Result<never> | undefined)[]> {
  if (command.document !== fileExport.name) return []
  if (command.name === 'create') return inputs.map((input) => beyond(access, input as Wanted))
  if (command.name !== 'change') return []
  const given = inputs as readonly { readonly id: Id; readonly input: Partial<Wanted> }[]
  const rows = await readDocuments<FileExport>(
    tx,
    fileExport,
    given.map(({ id }) => id),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return given.map(({ id, input }) => {
    const row = byId.get(id)
    return row && beyond(access, { ...row, ...input, target: row.target })
  })
}

function beyond(access: Access, wanted: Wanted): Result<never> | undefined {
  const found = listOf(String(wanted.target))
  // What is not there is refused by the command itself.
  if (!found) return undefined
  const permission = `${found.side.name}.${found.definition.name}.read`
  if (access.reach(permission) !== 'all') return refuse('file-export/not-yours', { permission })
  const view = viewOf(found.definition, access)
  const hidden = (wanted.columns ?? '').trim() === '' ? missing(found.definition, view) : []
  if (hidden.length > 0) return refuse('file-export/hidden-columns', { fields: hidden.join(', ') })
  const read = readExported(view, wanted)
  return read.ok ? undefined : refused(read.refusal)
}

function missing(whole: Definition, view: Definition): string[] {
  return Object.keys(whole.fields).filter((name) => !Object.hasOwn(view.fields, name))
}

function refused(refusal: Refusal): Result<never> {
  return { ok: false, refusal }
}
