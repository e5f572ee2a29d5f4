import { readDocuments, type Tx } from '@tandem/db'
import { defineFields, ok, type Query, refuse } from '@tandem/kernel'
import { reference } from '../fields.ts'
import type { BankLine } from './bank-line.ts'
import { bankLine } from './definition.ts'
import { loadCandidates } from './load.ts'
import { type Proposal, proposalsFor } from './proposals.ts'

const proposalFields = defineFields({ line: reference('bank-line', 'Bank movement', '银行流水') })

export const bankLineProposals: Query<Tx, typeof proposalFields, Proposal[]> = {
  name: 'bank-line-proposals',
  label: { en: 'What a bank movement may be', zh: '银行流水匹配建议' },
  input: proposalFields,
  async run(tx, _by, { line: id }) {
    const [line] = await readDocuments<BankLine>(tx, bankLine, [id])
    if (!line) return refuse('bank-line/not-found', { id })
    return ok(proposalsFor(line, await loadCandidates(tx, [line])))
  },
}
