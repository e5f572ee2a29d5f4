/**
 * Money in both systems, held side by side by the numbers people know invoices and payments by, without the joint's links:
 * each is there once, with the same amounts, and the sums are equal, but for what is open in the inbox or disputed.
 */
import { type KindName, kindOf, type Values } from '@tandem/hub'
import { Decimal } from '@tandem/kernel'
import type { Story } from './story.ts'

type Side = 'crm' | 'erp'

const AMOUNTS = { invoice: ['total', 'paid'], payment: ['amount'] } as const satisfies Partial<
  Record<KindName, readonly string[]>
>

/** Whether this field of that document is known to differ: somebody is told, or asked. */
export type IsOpen = (system: Side, kind: KindName, id: string, field: string) => boolean

export function moneyFindings(story: Story, isOpen: IsOpen): string[] {
  if (story.climate !== 'money') return []
  return (['invoice', 'payment'] as const).flatMap((kind) => {
    const [crm, erp] = [byNumber(story, 'crm', kind), byNumber(story, 'erp', kind)]
    const twice = [...crm, ...erp].flatMap(([number, found]) => (found.length > 1 ? [`${kind} ${number} is there twice`] : []))
    return [...twice, ...AMOUNTS[kind].flatMap((field) => unequal(kind, field, crm, erp, isOpen))]
  })
}

type Found = ReadonlyMap<string, readonly (readonly [id: string, values: Values])[]>

function byNumber({ systems }: Story, side: Side, kind: KindName): Found {
  return Map.groupBy(systems[side].system.documents(kind), ([, { number }]) => String(number))
}

/** What the sums differ by must be what is open. */
function unequal(kind: KindName, field: string, crm: Found, erp: Found, isOpen: IsOpen): string[] {
  const isTold = (number: string) =>
    (crm.get(number) ?? []).some(([id]) => isOpen('crm', kind, id, field)) ||
    (erp.get(number) ?? []).some(([id]) => isOpen('erp', kind, id, field))
  const sumOf = (found: Found) =>
    Decimal.sum(
      [...found].flatMap(([number, documents]) =>
        isTold(number) ? [] : documents.map(([, values]) => Decimal.of(String(values[field]))),
      ),
    )
  const [here, there] = [sumOf(crm), sumOf(erp)]
  return here.equals(there)
    ? []
    : [`${kindOf(kind).label.en}: the CRM has ${field} of ${here} and the ERP of ${there}, and nothing of that is open`]
}
