import { customMessages, type Migrations, type Tx } from '@tandem/db'
import type { Messages, Surface } from '@tandem/kernel'
import { assignActivity, changeActivity, completeActivity, createActivity, takeActivity } from './activity/commands.ts'
import { activityMessages } from './activity/messages.ts'
import { archiveAddress, changeAddress, createAddress, restoreAddress } from './address/commands.ts'
import { addressMessages } from './address/messages.ts'
import { archiveContact, changeContact, createContact, restoreContact } from './contact/commands.ts'
import { contactMessages } from './contact/messages.ts'
import { changeCustomField, createCustomField, restoreCustomField, retireCustomField } from './custom-field/commands.ts'
import { archiveCustomer, changeCustomer, createCustomer, restoreCustomer } from './customer/commands.ts'
import { customerMessages } from './customer/messages.ts'
import {
  activity,
  address,
  contact,
  customer,
  customField,
  goodsReturn,
  invoice,
  item,
  opportunity,
  opportunityTransitions,
  order,
  orderTransitions,
  payment,
  price,
  quote,
  quoteTransitions,
  returnTransitions,
  shipment,
  ticket,
  ticketTransitions,
} from './definitions.ts'
import { acceptQuote } from './flow/accept-quote.ts'
import { changeInvoice, createInvoice } from './invoice/commands.ts'
import { invoiceMessages } from './invoice/messages.ts'
import { archiveItem, changeItem, createItem, restoreItem } from './item/commands.ts'
import { itemMessages } from './item/messages.ts'
import { mergeCustomer, mergePreview, unmergeCustomer, unmergePreview } from './merge/merge.ts'
import {
  changeOpportunity,
  createOpportunity,
  loseOpportunity,
  proposeOpportunity,
  qualifyOpportunity,
  recordOpportunity,
  reopenOpportunity,
  winOpportunity,
} from './opportunity/commands.ts'
import { opportunityMessages } from './opportunity/messages.ts'
import {
  cancelOrder,
  closeOrder,
  createOrder,
  placeOrder,
  promiseOrder,
  recordOrder,
  recordProgress,
  requestCancel,
} from './order/commands.ts'
import { orderMessages } from './order/messages.ts'
import { changePayment, createPayment } from './payment/commands.ts'
import { paymentMessages } from './payment/messages.ts'
import { archivePrice, changePrice, createPrice, restorePrice } from './price/commands.ts'
import { priceMessages } from './price/messages.ts'
import { priceOf } from './price/queries.ts'
import { changeQuote, createQuote, declineQuote, expireQuote, reviseQuote, sendQuote } from './quote/commands.ts'
import { quoteMessages } from './quote/messages.ts'
import { changeReturn, createReturn, progressReturn, recordReturn } from './return/commands.ts'
import { returnMessages } from './return/messages.ts'
import { changeShipment, createShipment } from './shipment/commands.ts'
import { shipmentMessages } from './shipment/messages.ts'
import { customerStory } from './story/customer-story.ts'
import { openInvoices } from './story/open-invoices.ts'
import {
  answerTicket,
  changeTicket,
  createTicket,
  recordTicket,
  reopenTicket,
  replyTicket,
  solveTicket,
  tellTicket,
} from './ticket/commands.ts'
import { ticketMessages } from './ticket/messages.ts'

export const crmMigrations: Migrations = { schema: 'crm', folder: new URL('./migrations/', import.meta.url) }

export const crm: Surface<Tx> = {
  name: 'crm',
  label: { en: 'CRM', zh: '客户关系管理' },
  documents: [
    ...[customer, contact, address, item, price, opportunity, quote, order],
    ...[shipment, invoice, payment, goodsReturn, activity, ticket, customField],
  ],
  transitions: {
    opportunity: opportunityTransitions,
    quote: quoteTransitions,
    order: orderTransitions,
    return: returnTransitions,
    ticket: ticketTransitions,
  },
  commands: [
    ...[createCustomer, changeCustomer, archiveCustomer, restoreCustomer, mergeCustomer, unmergeCustomer],
    ...[createContact, changeContact, archiveContact, restoreContact],
    ...[createAddress, changeAddress, archiveAddress, restoreAddress],
    ...[createItem, changeItem, archiveItem, restoreItem],
    ...[createPrice, changePrice, archivePrice, restorePrice],
    ...[createOpportunity, changeOpportunity, qualifyOpportunity, proposeOpportunity, winOpportunity],
    ...[loseOpportunity, reopenOpportunity, recordOpportunity],
    ...[createQuote, changeQuote, sendQuote, acceptQuote, declineQuote, expireQuote, reviseQuote],
    ...[createOrder, recordOrder, recordProgress, promiseOrder, requestCancel, placeOrder, closeOrder, cancelOrder],
    ...[createShipment, changeShipment],
    ...[createInvoice, changeInvoice],
    ...[createPayment, changePayment],
    ...[createReturn, changeReturn, recordReturn, progressReturn],
    ...[createActivity, changeActivity, assignActivity, takeActivity, completeActivity],
    ...[createTicket, changeTicket, answerTicket, replyTicket, solveTicket, reopenTicket],
    ...[recordTicket, tellTicket],
    ...[createCustomField, changeCustomField, retireCustomField, restoreCustomField],
  ],
  queries: [priceOf, customerStory, openInvoices, mergePreview, unmergePreview],
}

export const crmMessages: Messages = {
  ...customerMessages,
  ...contactMessages,
  ...addressMessages,
  ...itemMessages,
  ...priceMessages,
  ...opportunityMessages,
  ...quoteMessages,
  ...orderMessages,
  ...shipmentMessages,
  ...invoiceMessages,
  ...paymentMessages,
  ...returnMessages,
  ...activityMessages,
  ...ticketMessages,
  ...customMessages,
}

export { MONEY_DOCUMENTS, moneyOfCustomers, moneyOfOrders, ownersOfMoney } from './flow/order-money.ts'
export type { OrderFact } from './order/progress.ts'
export { type FoundPrice, priceOf } from './price/queries.ts'
export { type CustomerStory, customerStory } from './story/customer-story.ts'
