import { createDocuments, stamp, type Tx } from '@tandem/db'
import { type CreateCommand, defineFields, type Input, ok, type Result, refuse } from '@tandem/kernel'
import { type KindName, kindNames } from '../kinds.ts'
import { type ProofRow, proof } from './definition.ts'

const startFields = defineFields({
  kinds: {
    ...{ kind: 'text', optional: true, max: 200, label: { en: 'Kinds', zh: '类型' } },
    help: { en: 'Separated by commas; all when left out', zh: '逗号分隔，留空为全部' },
  },
  repair: { kind: 'flag', optional: true, label: { en: 'Settle what drifted, by the rules', zh: '按规则修复偏差' } },
})

/** Asks for a proof; a working joint begins it at once. Look at the document for how it goes. */
export const startProof: CreateCommand<Tx, typeof startFields, ProofRow> = {
  name: 'create',
  document: 'proof',
  on: 'new',
  label: { en: 'Prove that all systems agree', zh: '核对各系统是否一致' },
  input: startFields,
  run: (tx, by, inputs) => {
    const decided = inputs.map((input): Result<ProofRow> => {
      const kinds = kindsOf(input.kinds)
      return kinds.ok ? ok({ ...stamp(by), ...newProof(input) }) : kinds
    })
    return createDocuments(tx, by, proof, decided)
  },
}

function newProof({ kinds, repair }: Input<typeof startFields>) {
  const nothingYet = { inSync: null, differenceCount: null, startedAt: null, finishedAt: null, result: null }
  return { state: 'waiting' as const, kinds: kinds || null, repair: repair ?? false, ...nothingYet }
}

/** Undefined: all. */
export function kindsOf(text: string | null | undefined): Result<KindName[] | undefined> {
  if (!text) return ok(undefined)
  const wanted = text.split(',')
  const wrong = wanted.find((kind) => !(kindNames as readonly string[]).includes(kind))
  return wrong === undefined
    ? ok(wanted as KindName[])
    : refuse('proof/unknown-kind', { kind: wrong, kinds: kindNames.join(', ') })
}
