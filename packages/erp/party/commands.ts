import { archiveCommand, changeCommand, createCommand, nothing, type Tx, takenValues } from '@tandem/db'
import { partial } from '@tandem/kernel'
import { party, partyFields } from './definition.ts'
import { changedParty, newParty, type Party, restoredParty } from './party.ts'

export const createParty = createCommand(party, {
  label: { en: 'New party', zh: '新建往来单位' },
  input: partyFields,
  prepare: takenCodes,
  decide(input, stamp, taken) {
    const result = newParty(input, stamp, taken.has(input.code))
    if (result.ok) taken.add(input.code)
    return result
  },
})

export const changeParty = changeCommand(party, {
  input: partial(partyFields),
  prepare: takenCodes,
  decide(row: Party, input, taken) {
    const result = changedParty(row, input as Partial<Party>, taken.has(input.code ?? ''))
    if (result.ok && result.value.code) taken.add(result.value.code)
    return result
  },
})

export const archiveParty = archiveCommand<Party>(party)

export const restoreParty = changeCommand(party, {
  ...{ name: 'restore', label: { en: 'Restore', zh: '恢复' }, input: {}, event: 'party-restored' },
  prepare: nothing,
  decide: restoredParty,
})

async function takenCodes(tx: Tx, inputs: readonly { code?: string | null | undefined }[]): Promise<Set<string>> {
  const codes = inputs.flatMap(({ code }) => code ?? [])
  return codes.length > 0 ? takenValues(tx, party, 'code', codes) : new Set()
}
