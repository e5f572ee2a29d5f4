import { describe, expect, it } from 'vitest'
import { camt } from '../testing/bank.ts'
import { readStatements } from './read.ts'
import type { ToldStatement } from './told.ts'

function read(content: string): ToldStatement {
  const result = readStatements(content)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value[0] as ToldStatement
}

function refused(content: string): string {
  const result = readStatements(content)
  return result.ok ? 'read' : result.refusal.code
}

function brief({ movements }: ToldStatement): string[] {
  return movements.map((one) => [one.bookingDate, one.amount, one.counterparty, one.reference, one.bankReference].join(' | '))
}

const OLD = `<?xml version="1.0"?>
<ns:Document xmlns:ns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><ns:BkToCstmrStmt><ns:Stmt>
  <ns:Id>0352C5320131227220503</ns:Id>
  <ns:Acct><ns:Id><ns:Othr><ns:Id>50000000054910000003</ns:Id></ns:Othr></ns:Id></ns:Acct>
  <ns:Bal><ns:Tp><ns:CdOrPrtry><ns:Cd>PRCD</ns:Cd></ns:CdOrPrtry></ns:Tp><ns:Amt Ccy="EUR">33.06</ns:Amt>
    <ns:CdtDbtInd>DBIT</ns:CdtDbtInd><ns:Dt><ns:Dt>2026-03-01</ns:Dt></ns:Dt></ns:Bal>
  <ns:Bal><ns:Tp><ns:CdOrPrtry><ns:Cd>CLBD</ns:Cd></ns:CdOrPrtry></ns:Tp><ns:Amt Ccy="EUR">16.94</ns:Amt>
    <ns:CdtDbtInd>CRDT</ns:CdtDbtInd><ns:Dt><ns:Dt>2026-03-02</ns:Dt></ns:Dt></ns:Bal>
  <ns:Ntry><ns:NtryRef>N1</ns:NtryRef><ns:Amt Ccy="EUR">50.00</ns:Amt><ns:CdtDbtInd>CRDT</ns:CdtDbtInd><ns:Sts>BOOK</ns:Sts>
    <ns:BookgDt><ns:DtTm>2026-03-02T10:15:00+01:00</ns:DtTm></ns:BookgDt>
    <ns:NtryDtls>
      <ns:TxDtls><ns:Refs><ns:EndToEndId>E1</ns:EndToEndId><ns:TxId>T1</ns:TxId></ns:Refs><ns:AmtDtls><ns:TxAmt><ns:Amt Ccy="EUR">20.00</ns:Amt></ns:TxAmt></ns:AmtDtls>
        <ns:RltdPties><ns:Dbtr><ns:Nm>Ann &amp; Son</ns:Nm></ns:Dbtr><ns:DbtrAcct><ns:Id><ns:IBAN>DE02</ns:IBAN></ns:Id></ns:DbtrAcct></ns:RltdPties>
        <ns:RmtInf><ns:Ustrd>INV000001</ns:Ustrd><ns:Ustrd>thanks</ns:Ustrd></ns:RmtInf></ns:TxDtls>
      <ns:TxDtls><ns:Refs><ns:TxId>T2</ns:TxId></ns:Refs><ns:AmtDtls><ns:TxAmt><ns:Amt Ccy="EUR">30.00</ns:Amt></ns:TxAmt></ns:AmtDtls>
        <ns:RmtInf><ns:Strd><ns:CdtrRefInf><ns:Ref>RF18539007547034</ns:Ref></ns:CdtrRefInf></ns:Strd></ns:RmtInf></ns:TxDtls>
    </ns:NtryDtls></ns:Ntry>
  <ns:Ntry><ns:Amt Ccy="EUR">7.00</ns:Amt><ns:CdtDbtInd>CRDT</ns:CdtDbtInd><ns:Sts>PDNG</ns:Sts><ns:BookgDt><ns:Dt>2026-03-02</ns:Dt></ns:BookgDt></ns:Ntry>
</ns:Stmt></ns:BkToCstmrStmt></ns:Document>`

describe('E14 a camt.053 file', () => {
  it('of an old version, with an account of its own, a collective booking and one that is only announced', () => {
    const told = read(OLD)
    expect(told).toMatchObject({ account: '50000000054910000003', currency: 'EUR', opening: '-33.06', closing: '16.94' })
    expect(told).toMatchObject({ fromDate: '2026-03-01', toDate: '2026-03-02' })
    expect(told.movements[0]).toMatchObject({ counterpartyAccount: 'DE02', valueDate: null })
    expect(brief(told)).toEqual([
      '2026-03-02 | 20 | Ann & Son | INV000001 thanks E1 | N1 T1',
      '2026-03-02 | 30 |  | RF18539007547034 | N1 T2',
    ])
  })

  it('whose parts are not the whole is one movement', () => {
    expect(brief(read(OLD.replace('>30.00<', '>31.00<')))).toEqual([
      '2026-03-02 | 50 | Ann & Son | INV000001 thanks E1 RF18539007547034 | N1 T1',
    ])
  })

  it('of the version of today', () => {
    expect(brief(read(camt('2026-03-02  -12.50  Smith  repairs  R9')))).toEqual(['2026-03-02 | -12.5 | Smith | repairs | R9'])
  })

  it('that is broken, no statement, or asks for more than XML needs is refused', () => {
    expect(refused('<Document><BkToCstmrStmt>')).toBe('bank-statement/broken-file')
    expect(refused('<!DOCTYPE a [<!ENTITY b "c">]><Document/>')).toBe('bank-statement/broken-file')
    expect(refused('<Document><Invoice/></Document>')).toBe('bank-statement/not-a-statement')
    expect(refused(OLD.replace('>50.00<', '>fifty<'))).toBe('bank-statement/bad-value')
    expect(refused(OLD.replace('2026-03-02T10:15:00+01:00', 'yesterday'))).toBe('bank-statement/bad-value')
  })
})

describe('E14 a bank’s CSV', () => {
  it('has the newest last or first: balances say what was in the beginning', () => {
    const rows = ['2026-03-02,100.00,Acme,a,110.00', '2026-03-02,-30.00,Smith,b,80.00', '2026-03-03,"1,000.50",Acme,c,"1,080.50"']
    const file = (ordered: string[]) => ['Booking date,Amount,Counterparty,Reference,Balance', ...ordered].join('\r\n')
    for (const told of [read(file(rows)), read(file([...rows].reverse()))]) {
      expect(told).toMatchObject({
        opening: '10',
        closing: '1080.5',
        fromDate: '2026-03-02',
        toDate: '2026-03-03',
        account: null,
      })
      expect(told.movements.map(({ amount }) => amount)).toEqual(['100', '-30', '1000.5'])
    }
  })

  it('is Chinese, with money in and out in columns of their own', () => {
    const told = read(
      '\uFEFF交易日期;收入;支出;对方户名;附言;流水号;币种;账号\n20260302;1.234,50;;客户;发票 INV000001;L1;CNY;6222\n2026/03/03;;8.00;;手续费;L2;CNY;6222\n',
    )
    expect(told).toMatchObject({ currency: 'CNY', account: '6222', opening: null, closing: null })
    expect(brief(told)).toEqual(['2026-03-02 | 1234.5 | 客户 | 发票 INV000001 | L1', '2026-03-03 | -8 |  | 手续费 | L2'])
  })

  it('says where it cannot be read', () => {
    expect(refused('Name,Amount\nAcme,1\n')).toBe('bank-statement/not-a-statement')
    expect(refused('Booking date,Amount\n')).toBe('bank-statement/not-a-statement')
    expect(refused('Booking date,Name\n2026-03-02,Acme\n')).toBe('bank-statement/no-column')
    expect(refused('Date,Amount\n03/02/2026,1\n')).toBe('bank-statement/bad-value')
    expect(refused('Date,Amount\n2026-03-02,1.2.3\n')).toBe('bank-statement/bad-value')
    expect(refused('Date,Amount\n2026-03-02,0\n')).toBe('bank-statement/bad-value')
    expect(refused('Date,Amount,Currency\n2026-03-02,1,EUR\n2026-03-02,1,USD\n')).toBe('bank-statement/several')
    expect(refused('Date,Amount\n"2026-03-02,1\n')).toBe('bank-statement/broken-file')
  })
})
