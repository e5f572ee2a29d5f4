import { CUSTOM_VALUES } from '@tandem/db/definitions'
import { define, defineFields, type Transitions } from '@tandem/kernel'
import { CUSTOMER, ORDER, optionalText, text } from '../shared/fields.ts'

export const ticketStates = ['open', 'answered', 'solved'] as const
export type TicketState = (typeof ticketStates)[number]

/** Whoever speaks last leaves it with the other; what was solved and is asked about again is open again. */
export const ticketTransitions = {
  answer: { from: ['open', 'answered', 'solved'], to: 'answered' },
  reply: { from: ['open', 'answered', 'solved'], to: 'open' },
  solve: { from: ['open', 'answered'], to: 'solved' },
  reopen: { from: ['solved'], to: 'open' },
} as const satisfies Transitions<TicketState>

const WORDS = { kind: 'text', max: 4000, label: { en: 'Message', zh: '消息' } } as const

const asked = {
  customer: CUSTOMER,
  subject: text('Subject', '主题'),
  order: { ...ORDER, optional: true, help: { en: 'The order it is about', zh: '相关订单' } },
} as const

const PRIORITY = { kind: 'choice', of: ['low', 'normal', 'high'], label: { en: 'Priority', zh: '优先级' } } as const

/** What a customer asks of the house, and what was said about it since. */
export const ticket = define({
  name: 'ticket',
  plural: 'tickets',
  label: { en: 'Ticket', zh: '工单' },
  table: 'crm.ticket',
  states: ticketStates,
  title: ['number', 'subject'],
  owner: 'customer',
  fields: {
    number: { ...text('Number', '编号', 40), set: 'by-us' },
    ...asked,
    priority: PRIORITY,
    assignee: optionalText('Who sees to it', '处理人', 60),
    custom: CUSTOM_VALUES,
    messages: {
      kind: 'lines',
      label: { en: 'Messages', zh: '消息' },
      set: 'by-us',
      of: {
        at: { kind: 'instant', label: { en: 'At', zh: '时间' } },
        /** From the house; else from the customer. */
        ours: { kind: 'flag', label: { en: 'From us', zh: '我方' } },
        author: text('By', '作者', 100),
        text: WORDS,
      },
    },
  },
})

/** `message` is what the customer says: in their own words, or as it was told by telephone. */
export const ticketInput = defineFields({
  ...asked,
  message: WORDS,
  priority: { ...PRIORITY, optional: true, set: 'by-house', help: { en: 'Normal when left out', zh: '留空则为普通' } },
  custom: { ...CUSTOM_VALUES, set: 'by-house' },
})

/** As another system tells it, which has a first question and knows whether it is solved, but not the conversation here. */
export const ticketRecord = defineFields({
  customer: asked.customer,
  subject: asked.subject,
  description: { ...WORDS, optional: true, label: { en: 'What was asked first', zh: '最初的问题' } },
  state: { kind: 'choice', of: ['open', 'solved'], optional: true, label: { en: 'State', zh: '状态' } },
  priority: { ...PRIORITY, optional: true },
  assignee: ticket.fields.assignee,
  custom: CUSTOM_VALUES,
})

export const ticketChange = defineFields({
  subject: { ...asked.subject, optional: true },
  order: asked.order,
  priority: { ...PRIORITY, optional: true },
  assignee: ticket.fields.assignee,
  custom: CUSTOM_VALUES,
})

export const messageInput = defineFields({ message: WORDS })
