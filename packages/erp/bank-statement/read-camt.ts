/**
 * ISO 20022 camt.053, "bank to customer statement", of any version: elements are found by their names, which have not changed
 * since the first. https://www.iso20022.org/iso-20022-message-definitions?business-domain=1 (BkToCstmrStmt)
 */
import { Decimal, type PlainDate } from '@tandem/kernel'
import { SaxesParser } from 'saxes'
import { amountOf, dayOf, type Movement, type ToldStatement, Unreadable, wordsOf } from './told.ts'

interface Element {
  readonly name: string
  readonly currency: string | undefined
  readonly children: Element[]
  text: string
}

/** Throws Unreadable. A file may hold statements of several days and accounts. */
export function readCamt(content: string): ToldStatement[] {
  const statements = all(treeOf(content), 'Document', 'BkToCstmrStmt', 'Stmt')
  if (statements.length === 0) throw new Unreadable('bank-statement/not-a-statement', {})
  return statements.map(statementOf)
}

function treeOf(content: string): Element {
  const root = elementOf('', undefined)
  const path = [root]
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const one = elementOf(name.slice(name.indexOf(':') + 1), attributes.Ccy as string | undefined)
    path.at(-1)?.children.push(one)
    path.push(one)
  })
  parser.on('text', (text) => {
    const one = path.at(-1)
    if (one) one.text += text
  })
  parser.on('closetag', () => void path.pop())
  parser.on('doctype', () => broken('a document type is declared'))
  parser.on('error', ({ message }) => broken(message))
  parser.write(content).close()
  return root
}

function elementOf(name: string, currency: string | undefined): Element {
  return { name, currency, children: [], text: '' }
}

function broken(reason: string): never {
  throw new Unreadable('bank-statement/broken-file', { reason })
}

function all(from: Element, ...path: readonly string[]): Element[] {
  return path.reduce<Element[]>((found, name) => found.flatMap(({ children }) => children.filter((c) => c.name === name)), [from])
}

function textAt(from: Element | undefined, ...path: readonly string[]): string | undefined {
  return from && all(from, ...path)[0]?.text.trim()
}

function statementOf(from: Element): ToldStatement {
  const [account] = all(from, 'Acct')
  const balance = (codes: readonly string[], at: 0 | -1): Element | undefined =>
    codes
      .map((code) => all(from, 'Bal').filter((one) => textAt(one, 'Tp', 'CdOrPrtry', 'Cd') === code))
      .find((b) => b.length)
      ?.at(at)
  const [opening, closing] = [balance(['OPBD', 'PRCD'], 0), balance(['CLBD'], -1)]
  const movements = all(from, 'Ntry').filter(isBooked).flatMap(movementsOf)
  const dayAt = (...path: string[]) => dayOf(textAt(from, 'FrToDt', ...path) ?? '') ?? null
  return {
    account: textAt(account, 'Id', 'IBAN') ?? textAt(account, 'Id', 'Othr', 'Id') ?? null,
    currency: textAt(account, 'Ccy') ?? (closing && amountIn(closing)?.currency) ?? null,
    statementId: wordsOf(textAt(from, 'Id'), 200),
    fromDate: dayAt('FrDtTm') ?? dateAt(opening, 'Dt') ?? null,
    toDate: dayAt('ToDtTm') ?? dateAt(closing, 'Dt') ?? null,
    ...(opening && closing
      ? { opening: signed(opening).toString(), closing: signed(closing).toString() }
      : { opening: null, closing: null }),
    movements,
  }
}

/** What is only announced is told again when it is booked. */
function isBooked(entry: Element): boolean {
  return (textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts')) === 'BOOK'
}

function amountIn(from: Element): Element | undefined {
  return all(from, 'Amt')[0]
}

function signed(from: Element, text = amountIn(from)?.text ?? ''): Decimal {
  const found = amountOf(text)
  if (!found)
    throw new Unreadable('bank-statement/bad-value', { row: textAt(from, 'NtryRef') ?? '-', column: 'Amt', value: text })
  return textAt(from, 'CdtDbtInd') === 'DBIT' ? found.negated() : found
}

function dateAt(from: Element | undefined, name: string): PlainDate | undefined {
  return dayOf(textAt(from, name, 'Dt') ?? textAt(from, name, 'DtTm') ?? '')
}

/** One movement; of a collective booking each part, where the bank tells what each is and the parts are the whole. */
function movementsOf(entry: Element): Movement[] {
  const bookingDate = dateAt(entry, 'BookgDt') ?? dateAt(entry, 'ValDt')
  if (!bookingDate)
    throw new Unreadable('bank-statement/bad-value', { row: textAt(entry, 'NtryRef') ?? '-', column: 'BookgDt', value: '' })
  const whole = signed(entry)
  const parts = all(entry, 'NtryDtls', 'TxDtls')
  const amounts = parts.map((part) => partOf(part, whole))
  const known = amounts.flatMap((one) => one ?? [])
  const isSplit = parts.length > 1 && known.length === parts.length && Decimal.sum(known).equals(whole)
  const common = { bookingDate, valueDate: dateAt(entry, 'ValDt') ?? null, own: bankReferenceOf(entry) }
  if (isSplit) return parts.map((part, i) => movementOf(entry, [part], known[i] as Decimal, common))
  return [movementOf(entry, parts, whole, common)]
}

function partOf(part: Element, whole: Decimal): Decimal | undefined {
  const text = textAt(part, 'Amt') ?? textAt(part, 'AmtDtls', 'TxAmt', 'Amt')
  const found = text === undefined ? undefined : amountOf(text)
  const way = textAt(part, 'CdtDbtInd')
  const isOut = way === undefined ? whole.isNegative() : way === 'DBIT'
  return isOut ? found?.negated() : found
}

const NOTHING = /^(NOTPROVIDED|NONREF|NONE|N\/A)$/i

function told(text: string | undefined): string | undefined {
  return text === undefined || text === '' || NOTHING.test(text) ? undefined : text
}

function bankReferenceOf(from: Element): string | undefined {
  return told(textAt(from, 'AcctSvcrRef')) ?? told(textAt(from, 'NtryRef'))
}

interface Common {
  readonly bookingDate: PlainDate
  readonly valueDate: PlainDate | null
  readonly own: string | undefined
}

function movementOf(entry: Element, parts: readonly Element[], amount: Decimal, { own, ...days }: Common): Movement {
  const other = amount.isNegative() ? 'Cdtr' : 'Dbtr'
  const first = parts[0]
  const name = textAt(first, 'RltdPties', other, 'Nm') ?? textAt(first, 'RltdPties', other, 'Pty', 'Nm')
  const account = ['IBAN', 'Othr'].map((kind) =>
    textAt(first, 'RltdPties', `${other}Acct`, 'Id', kind, ...(kind === 'Othr' ? ['Id'] : [])),
  )
  const within = told(textAt(first, 'Refs', 'AcctSvcrRef')) ?? told(textAt(first, 'Refs', 'TxId'))
  const texts = parts.flatMap((part) => [
    ...all(part, 'RmtInf', 'Ustrd').map(({ text }) => text),
    ...all(part, 'RmtInf', 'Strd', 'CdtrRefInf', 'Ref').map(({ text }) => text),
    ...[told(textAt(part, 'Refs', 'EndToEndId'))].filter((one) => one !== undefined),
  ])
  const text = texts.length > 0 ? texts.join(' ') : textAt(entry, 'AddtlNtryInf')
  return {
    ...days,
    amount: amount.toString(),
    counterparty: wordsOf(name, 200),
    counterpartyAccount: wordsOf(account.find(Boolean), 200),
    reference: wordsOf(text, 2000),
    bankReference: wordsOf([...new Set([own, within])].filter(Boolean).join(' '), 200),
  }
}
