import { CUSTOM_VALUES } from '@tandem/db/definitions'
import { define, defineFields, partial, type Transitions } from '@tandem/kernel'
import { amount, CONTACT, CURRENCY, CUSTOMER, optionalDate, optionalText, text } from '../shared/fields.ts'

export const opportunityStates = ['new', 'qualified', 'proposition', 'won', 'lost'] as const
export type OpportunityState = (typeof opportunityStates)[number]

/** Open stages may be left out or gone back to; what was won or lost is opened again first. */
export const opportunityTransitions = {
  qualify: { from: ['new', 'proposition'], to: 'qualified' },
  propose: { from: ['new', 'qualified'], to: 'proposition' },
  win: { from: ['new', 'qualified', 'proposition'], to: 'won' },
  lose: { from: ['new', 'qualified', 'proposition'], to: 'lost' },
  reopen: { from: ['won', 'lost'], to: 'qualified' },
} as const satisfies Transitions<OpportunityState>

const PROBABILITY = { kind: 'percent', label: { en: 'Probability', zh: '赢单概率' } } as const
const LOST_REASON = optionalText('Why it was lost', '丢单原因', 200)

/** What a person may say of business that may come. */
export const opportunityFields = defineFields({
  title: text('Title', '标题'),
  customer: { ...CUSTOMER, optional: true },
  prospect: {
    ...optionalText('Prospect', '潜在客户'),
    help: { en: 'The name of somebody who is no customer yet', zh: '尚不是客户时填写其名称' },
  },
  contact: CONTACT,
  owner: {
    ...optionalText('Owner', '负责人', 60),
    help: { en: 'In files a user name; empty: everybody sees it', zh: '文件中填用户名；留空则人人可见' },
  },
  expectedRevenue: amount('Expected revenue', '预计金额'),
  currency: CURRENCY,
  probability: PROBABILITY,
  expectedCloseDate: optionalDate('Expected close', '预计成交日期'),
  source: {
    ...optionalText('Source', '来源', 100),
    help: { en: 'How it came: a fair, the web site, ...', zh: '如展会、网站等' },
  },
  note: optionalText('Note', '备注', 4000),
  custom: CUSTOM_VALUES,
})

export const opportunity = define({
  name: 'opportunity',
  plural: 'opportunities',
  label: { en: 'Opportunity', zh: '商机' },
  table: 'crm.opportunity',
  states: opportunityStates,
  title: ['number', 'title'],
  owner: 'owner',
  fields: {
    number: { ...text('Number', '编号', 40), set: 'by-us' },
    ...opportunityFields,
    lostReason: { ...LOST_REASON, set: 'by-us' },
  },
})

/** Where it stands, and why it was lost, of what began elsewhere. */
const elsewhere = {
  state: {
    kind: 'choice',
    of: opportunityStates,
    optional: true,
    label: { en: 'Stage', zh: '阶段' },
    help: { en: 'New when left out', zh: '留空则为新建' },
  },
  lostReason: { ...LOST_REASON, help: { en: 'Of one that is lost', zh: '仅用于已丢单' } },
} as const

export const opportunityInput = defineFields({
  ...opportunityFields,
  expectedRevenue: { ...opportunityFields.expectedRevenue, optional: true, help: { en: '0 when left out', zh: '留空则为 0' } },
  currency: {
    ...CURRENCY,
    optional: true,
    help: { en: "The customer's when left out", zh: '留空则取自客户' },
  },
  probability: {
    ...PROBABILITY,
    optional: true,
    help: { en: "The stage's usual one when left out", zh: '留空则取该阶段的通常概率' },
  },
  ...elsewhere,
})

export const opportunityChange = partial(opportunityFields)

/** What another system says of one that both have: any stage may follow any other there. */
export const opportunityRecord = defineFields({ ...opportunityChange, ...elsewhere })

export const loseInput = defineFields({ reason: text('Why it was lost', '丢单原因') })
