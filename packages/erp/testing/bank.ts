/** For specs of the bank: the files that a bank would send. */
import { Decimal } from '@tandem/kernel'
import { createBankAccount } from '../bank-account/commands.ts'
import { readBankFile } from '../bank-statement/commands.ts'
import type { Company } from './finance.ts'

export const IBAN = 'DE89370400440532013000'

/** `2026-03-02  113  Acme  INV000001  ref R1`: a movement a line; all but day and amount may be left out with `-`. */
export function camt(
  lines: string,
  { id = 'S1', opening = '0', account = IBAN, currency = 'CNY', from = '2026-03-02', to = '', lies = '0' } = {},
): string {
  const told = lines
    .trim()
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/\s{2,}/))
  const closing = Decimal.sum([opening, lies, ...told.map(([, amount = '0']) => amount)].map((text) => Decimal.of(text)))
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
  <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-03T06:00:00+01:00</CreDtTm></GrpHdr>
  ${stmt({ id, account, currency, from, to: to || from, opening, closing }, told.map((cells) => entry(cells, currency)).join('\n'))}
</BkToCstmrStmt></Document>`
}

interface Head {
  readonly id: string
  readonly account: string
  readonly currency: string
  readonly from: string
  readonly to: string
  readonly opening: string
  readonly closing: Decimal
}

export function stmt({ id, account, currency, from, to, opening, closing }: Head, entries: string): string {
  return `<Stmt><Id>${id}</Id><FrToDt><FrDtTm>${from}T00:00:00</FrDtTm><ToDtTm>${to}T23:59:59</ToDtTm></FrToDt>
    <Acct><Id><IBAN>${account}</IBAN></Id><Ccy>${currency}</Ccy></Acct>
    ${balance('OPBD', Decimal.of(opening), currency, from)}${balance('CLBD', closing, currency, to)}
    ${entries}</Stmt>`
}

function balance(code: string, amount: Decimal, currency: string, day: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${money(amount, currency)}<Dt><Dt>${day}</Dt></Dt></Bal>`
}

function money(amount: Decimal, currency: string): string {
  return `<Amt Ccy="${currency}">${amount.abs().toString()}</Amt><CdtDbtInd>${amount.isNegative() ? 'DBIT' : 'CRDT'}</CdtDbtInd>`
}

function entry([day = '', amount = '', name = '-', text = '-', reference = '-']: string[], currency: string): string {
  const value = Decimal.of(amount)
  const who = value.isNegative() ? 'Cdtr' : 'Dbtr'
  return `<Ntry>${money(value, currency)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>
    ${reference === '-' ? '' : `<AcctSvcrRef>${reference}</AcctSvcrRef>`}
    <NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
      ${name === '-' ? '' : `<RltdPties><${who}><Pty><Nm>${name}</Nm></Pty></${who}></RltdPties>`}
      ${text === '-' ? '' : `<RmtInf><Ustrd>${text}</Ustrd></RmtInf>`}</TxDtls></NtryDtls></Ntry>`
}

/** A company with an account at the bank, and how its statements come in. */
export async function withBank(of: Company) {
  const account = await of.do(createBankAccount, {
    code: 'GIRO',
    name: 'House bank',
    accountNumber: 'DE89 3704 0044 0532 0130 00',
    currency: 'CNY',
  })
  const read = (content: string) => of.do(readBankFile, { content })
  const tried = (content: string) => of.try(readBankFile, { content })
  return { account, read, tried }
}
