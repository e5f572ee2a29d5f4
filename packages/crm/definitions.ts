/** The data-only door: what the page, imports and mappings read without loading any behaviour. */
export { activity, activityInput } from './activity/definition.ts'
export { address, addressFields } from './address/definition.ts'
export { contact, contactFields } from './contact/definition.ts'
export { customField } from './custom-field/definition.ts'
export { customer, customerFields } from './customer/definition.ts'
export { invoice, invoiceFields } from './invoice/definition.ts'
export { item, itemFields } from './item/definition.ts'
export {
  loseInput,
  type OpportunityState,
  opportunity,
  opportunityChange,
  opportunityFields,
  opportunityInput,
  opportunityStates,
  opportunityTransitions,
} from './opportunity/definition.ts'
export {
  type OrderState,
  order,
  orderInput,
  orderProgress,
  orderRecord,
  orderStates,
  orderTransitions,
} from './order/definition.ts'
export { payment, paymentFields } from './payment/definition.ts'
export { price, priceFields, priceQuestion, STANDARD_PRICE_LIST } from './price/definition.ts'
export {
  acceptInput,
  declineInput,
  type QuoteState,
  quote,
  quoteChange,
  quoteInput,
  quoteStates,
  quoteTransitions,
  sendInput,
} from './quote/definition.ts'
export {
  goodsReturn,
  type ReturnState,
  returnChange,
  returnInput,
  returnStates,
  returnTransitions,
} from './return/definition.ts'
export { shipment, shipmentFields } from './shipment/definition.ts'
export type { Balance, StoryInvoice } from './story/shape.ts'
export {
  messageInput,
  type TicketState,
  ticket,
  ticketChange,
  ticketInput,
  ticketStates,
  ticketTransitions,
} from './ticket/definition.ts'
