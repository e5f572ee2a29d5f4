import { changeDocuments, createDocuments, rows, sql, stamp, type Tx, takenValues, textArray } from '@tandem/db'
import type { CreateCommand, DocumentCommand, Input } from '@tandem/kernel'
import {
  archivedBankAccount,
  type BankAccount,
  changedBankAccount,
  newBankAccount,
  numberKey,
  plainNumber,
  type Taken,
} from './bank-account.ts'
import { bankAccount, bankAccountFields, changeBankAccountFields } from './definition.ts'

export const createBankAccount: CreateCommand<Tx, typeof bankAccountFields, BankAccount> = {
  name: 'create',
  document: 'bank-account',
  on: 'new',
  label: { en: 'New bank account', zh: '新建银行账户' },
  input: bankAccountFields,
  async run(tx, by, inputs) {
    const taken = await loadTaken(tx, inputs)
    const decided = inputs.map((input) => {
      const result = newBankAccount(input, stamp(by), taken)
      if (result.ok) {
        taken.codes.add(result.value.code)
        taken.numbers.add(numberKey(result.value))
      }
      return result
    })
    return createDocuments(tx, by, bankAccount, decided)
  },
}

export const changeBankAccount: DocumentCommand<Tx, typeof changeBankAccountFields, BankAccount> = {
  name: 'change',
  document: 'bank-account',
  on: 'one',
  label: { en: 'Change', zh: '修改' },
  input: changeBankAccountFields,
  async run(tx, by, inputs) {
    const taken = await loadTaken(
      tx,
      inputs.map(({ input }) => input),
    )
    const decide = (row: BankAccount, input: Input<typeof changeBankAccountFields>) => changedBankAccount(row, input, taken)
    return changeDocuments(tx, by, bankAccount, inputs, decide)
  },
}

export const archiveBankAccount: DocumentCommand<Tx, Record<never, never>, BankAccount> = {
  name: 'archive',
  document: 'bank-account',
  on: 'one',
  label: { en: 'Archive', zh: '归档' },
  input: {},
  run: (tx, by, inputs) =>
    changeDocuments<BankAccount, unknown>(tx, by, bankAccount, inputs, archivedBankAccount, 'bank-account-archived'),
}

type Given = { readonly code?: string | null | undefined; readonly accountNumber?: string | null | undefined }

async function loadTaken(tx: Tx, inputs: readonly Given[]): Promise<Taken & { codes: Set<string>; numbers: Set<string> }> {
  const given = (pick: (input: Given) => string | null | undefined) => inputs.flatMap((input) => pick(input) ?? [])
  const numbers = given(({ accountNumber }) => accountNumber).map(plainNumber)
  const [codes, found] = await Promise.all([
    takenValues(
      tx,
      bankAccount,
      'code',
      given(({ code }) => code),
    ),
    rows(
      tx,
      sql<Pick<BankAccount, 'accountNumber' | 'currency'>>`
        select account_number, currency from erp.bank_account where account_number = any(${textArray(numbers)}::text[])`,
    ),
  ])
  return { codes, numbers: new Set(found.map(numberKey)) }
}
