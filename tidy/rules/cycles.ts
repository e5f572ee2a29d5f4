/** No import cycles, of files nor of the document folders of a side. Type imports count: they are knowledge, too. */
import type { Finding, SourceFile } from '../source.ts'
import { type Packages, resolveImport, roomOf } from './imports.ts'

/** Which names a name points to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** Groups of names that reach each other (strongly connected components of more than one, or that reach themselves). */
export function cyclesIn(graph: Graph): string[][] {
  const reach = new Map([...graph.keys()].map((name) => [name, reachable(graph, name)]))
  const seen = new Set<string>()
  const cycles: string[][] = []
  for (const name of [...graph.keys()].sort()) {
    if (seen.has(name) || !reach.get(name)?.has(name)) continue
    const group = [...graph.keys()].filter((other) => reach.get(name)?.has(other) && reach.get(other)?.has(name))
    for (const each of group) seen.add(each)
    cycles.push(group.sort())
  }
  return cycles
}

function reachable(graph: Graph, from: string): Set<string> {
  const found = new Set<string>()
  const todo = [...(graph.get(from) ?? [])]
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (found.has(next)) continue
    found.add(next)
    todo.push(...(graph.get(next) ?? []))
  }
  return found
}

export function fileCycleFindings(files: readonly SourceFile[], packages: Packages): Finding[] {
  const graph = new Map(files.map((file) => [file.path, new Set(targets(file, packages))]))
  return cyclesIn(graph).map((group) => ({
    where: group[0] as string,
    what: `import each other: ${group.join(', ')}; move what they share into a file of its own`,
  }))
}

/** In crm and erp later documents import earlier ones, one way; only the doors import flow/, which knows the chain. */
export function documentFindings(files: readonly SourceFile[], packages: Packages): Finding[] {
  const findings: Finding[] = []
  for (const side of ['crm', 'erp']) {
    const graph = new Map<string, Set<string>>()
    const example = new Map<string, string>()
    for (const file of files.filter((each) => roomOf(each.path) === side && !each.isSpec)) {
      const own = documentOf(file.path)
      const others = targets(file, packages).filter((target) => roomOf(target) === side && documentOf(target) !== own)
      for (const other of others.map(documentOf)) {
        graph.set(own, (graph.get(own) ?? new Set()).add(other))
        example.set(`${own} ${other}`, file.path)
        const what = strayImport(own, other)
        if (what) findings.push({ where: file.path, what })
      }
    }
    for (const group of cyclesIn(graph)) {
      const pairs = group.flatMap((a) => group.flatMap((b) => example.get(`${a} ${b}`) ?? []))
      findings.push({
        where: `packages/${side}`,
        what: `documents know each other both ways: ${group.join(', ')} (in ${pairs.join(', ')})`,
      })
    }
  }
  return findings
}

function strayImport(own: string, other: string): string | undefined {
  const isDoor = own.endsWith('.ts')
  if (other === 'flow' && !isDoor) return `${own} imports flow/: only the doors do, for flow/ knows the whole chain`
  if ((other === 'index.ts' || other === 'definitions.ts') && !isDoor)
    return `${own} imports its own door ${other}: import the document`
  return undefined
}

/** `packages/erp/shipment/commands.ts` -> `shipment`; a file at the top stands for itself. */
function documentOf(path: string): string {
  return path.split('/')[2] as string
}

function targets(file: SourceFile, packages: Packages): string[] {
  return file.imports.flatMap(({ from }) => resolveImport(file.path, from, packages) ?? [])
}
