import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { quote } from '@tandem/crm/definitions'
import { Decimal } from '@tandem/kernel'
import { Button, Card, Typography } from 'antd'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { DecimalInput } from '../lists/inputs.tsx'
import { ReferencePicker } from '../lists/reference-picker.tsx'
import { problemText } from '../parts/problem-alert.tsx'
import { LineLive } from './line-live.tsx'
import type { MarginLine } from './margin.ts'
import { MarginText } from './margin-text.tsx'
import {
  addLine,
  changeLine,
  chooseItem,
  filledLines,
  isPositive,
  type LineForm,
  lineAmounts,
  type QuoteForm,
  removeLine,
} from './quote-form.ts'
import { type Costs, costKey } from './use-costs.ts'
import type { LineAnswer } from './use-line-answers.ts'

const FIELDS = quote.fields.lines.of

interface QuoteLinesProps {
  readonly form: QuoteForm
  readonly onChange: (form: QuoteForm) => void
  readonly answers: ReadonlyMap<number, LineAnswer>
  readonly costs: Costs
  /** What the server said of a line, by its place. */
  readonly problems: ReadonlyMap<number, string>
}

/** The lines of a quote: a row each at a desk, a card each on a phone; beside each what both sides say of it live. */
export function QuoteLines({ form, onChange, answers, costs, problems }: QuoteLinesProps) {
  const { t, label } = useWords()
  return (
    <Card size="small">
      <div className="quote-line head" aria-hidden>
        <span />
        <span>{label(FIELDS.item.label)}</span>
        <span>{label(FIELDS.quantity.label)}</span>
        <span>{label(FIELDS.unitPrice.label)}</span>
        <span>{label(FIELDS.discountPercent.label)}</span>
        <span className="amount">{label(FIELDS.net.label)}</span>
        <span>{t('quotes.live')}</span>
        <span />
      </div>
      {form.lines.map((line, at) => (
        <QuoteLine
          key={line.key}
          at={at}
          line={line}
          form={form}
          onChange={onChange}
          answer={answers.get(line.key)}
          cost={costs.get(costKey(line))}
          problem={problems.get(at)}
        />
      ))}
      <Button type="dashed" icon={<PlusOutlined />} style={{ marginBlockStart: 12 }} onClick={() => onChange(addLine(form))}>
        {t('quotes.addLine')}
      </Button>
    </Card>
  )
}

interface QuoteLineProps {
  readonly at: number
  readonly line: LineForm
  readonly form: QuoteForm
  readonly onChange: (form: QuoteForm) => void
  readonly answer: LineAnswer | undefined
  readonly cost: string | undefined
  readonly problem: string | undefined
}

function QuoteLine({ at, line, form, onChange, answer, cost, problem }: QuoteLineProps) {
  const { t, label, unit } = useWords()
  const set = (changes: Partial<LineForm>) => onChange(changeLine(form, line.key, changes))
  return (
    <fieldset className="quote-line" aria-label={t('quotes.lineNumber', { number: at + 1 })} style={FIELDSET}>
      <Typography.Text type="secondary" className="line-number" style={{ paddingBlock: 4 }}>
        {at + 1}
      </Typography.Text>
      <Cell label={label(FIELDS.item.label)} wide>
        <ItemInput form={form} line={line} onChange={onChange} problem={problem} />
      </Cell>
      <Cell label={label(FIELDS.quantity.label)}>
        <DecimalInput
          label={label(FIELDS.quantity.label)}
          value={line.quantity}
          min="0"
          invalid={line.item !== null && !isPositive(line.quantity)}
          {...(line.unit ? { suffix: unit(line.unit) } : {})}
          onChange={(quantity) => set({ quantity })}
        />
      </Cell>
      <Cell label={label(FIELDS.unitPrice.label)}>
        <PriceInput line={line} answer={answer} onChange={(unitPrice) => set({ unitPrice })} />
      </Cell>
      <Cell label={label(FIELDS.discountPercent.label)}>
        <DecimalInput
          label={label(FIELDS.discountPercent.label)}
          value={line.discountPercent}
          min="0"
          max="100"
          placeholder="0"
          suffix="%"
          onChange={(discountPercent) => set({ discountPercent })}
        />
      </Cell>
      <Cell label={label(FIELDS.net.label)} className="amount">
        <LineNet line={line} currency={form.currency} answer={answer} cost={cost} />
      </Cell>
      <Cell label={t('quotes.live')} wide>
        <LineLive answer={answer} unit={line.unit} requestedDate={form.requestedDate} />
      </Cell>
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('quotes.removeLine', { number: at + 1 })}
        onClick={() => onChange(removeLine(form, line.key))}
      />
    </fieldset>
  )
}

type ItemInputProps = Pick<QuoteLineProps, 'form' | 'line' | 'onChange' | 'problem'>

/** What is offered; what the server says of the line stands below it. */
function ItemInput({ form, line, onChange, problem }: ItemInputProps) {
  const { label } = useWords()
  return (
    <>
      <ReferencePicker
        side="crm"
        name="item"
        label={label(FIELDS.item.label)}
        value={line.item}
        filter={{ status: 'active' }}
        invalid={problem !== undefined}
        onChange={(_, row) =>
          onChange(chooseItem(form, line.key, row && { id: row.id, unit: String(row.unit), taxRate: String(row.taxRate) }))
        }
      />
      {problem && <Typography.Text type="danger">{problem}</Typography.Text>}
    </>
  )
}

const FIELDSET = {
  margin: 0,
  border: 0,
  borderBlockEnd: '1px solid var(--tandem-line)',
  paddingInline: 0,
  minInlineSize: 0,
} as const

function Cell({
  label,
  wide,
  className = '',
  children,
}: {
  label: string
  wide?: boolean
  className?: string
  children: ReactNode
}) {
  return (
    <div className={`${className}${wide ? ' wide' : ''}`}>
      <span className="cell-label">{label}</span>
      {children}
    </div>
  )
}

/** Empty means the price list's price, which stands in the field in grey; a typed one counts instead. */
function PriceInput({
  line,
  answer,
  onChange,
}: {
  line: LineForm
  answer: LineAnswer | undefined
  onChange: (price: string | null) => void
}) {
  const words = useWords()
  const { t, label, decimal } = words
  const differs = line.unitPrice !== null && answer?.price !== undefined && !sameDecimal(line.unitPrice, answer.price.unitPrice)
  const none = line.item !== null && line.unitPrice === null && answer?.priceError !== undefined
  return (
    <>
      <DecimalInput
        label={label(FIELDS.unitPrice.label)}
        value={line.unitPrice}
        min="0"
        placeholder={answer?.price && !none ? decimal(answer.price.unitPrice) : ''}
        invalid={none}
        onChange={onChange}
      />
      {none && <Typography.Text type="danger">{problemText(answer?.priceError, words)}</Typography.Text>}
      {!none && answer?.price && (
        <Typography.Text type="secondary" className="small" data-live="price">
          {t(`quotes.price.${answer.price.reason}`)}
          {differs && (
            <>
              : {decimal(answer.price.unitPrice)}{' '}
              <Button type="link" size="small" className="inline-button" onClick={() => onChange(null)}>
                {t('quotes.price.take')}
              </Button>
            </>
          )}
        </Typography.Text>
      )}
    </>
  )
}

function sameDecimal(a: string, b: string): boolean {
  return Decimal.parse(a)?.equals(Decimal.of(b)) ?? false
}

interface LineNetProps extends Pick<QuoteLineProps, 'line' | 'answer' | 'cost'> {
  readonly currency: string
}

function LineNet({ line, currency, answer, cost }: LineNetProps) {
  const { money } = useWords()
  const amounts = line.item ? lineAmounts(line, currency, answer?.price?.unitPrice) : undefined
  if (!amounts) return <span className="number">–</span>
  const net = amounts.net.toString()
  return (
    <>
      <span className="number">{money(net, currency)}</span>
      <MarginText lines={[{ net, quantity: line.quantity ?? '0', unitCost: cost }]} currency={currency} />
    </>
  )
}

/** The lines whose margin together is that of the quote. */
export function marginLines(form: QuoteForm, answers: QuoteLinesProps['answers'], costs: Costs): MarginLine[] {
  return filledLines(form).flatMap((line) => {
    const amounts = lineAmounts(line, form.currency, answers.get(line.key)?.price?.unitPrice)
    const quantity = line.quantity ?? '0'
    return amounts ? [{ net: amounts.net.toString(), quantity, unitCost: costs.get(costKey(line)) }] : []
  })
}
