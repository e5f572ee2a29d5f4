/** The data-only door: what every document of this side looks like. Finance adds its list in `finance-definitions.ts`. */
export { address, addressFields } from './address/definition.ts'
export { billOfMaterial, billOfMaterialFields } from './bill-of-material/definition.ts'
export { contact, contactFields } from './contact/definition.ts'
export { customField } from './custom-field/definition.ts'
export { expectedReceipt, expectedReceiptFields } from './expected-receipt/definition.ts'
export * from './finance-definitions.ts'
export { goodsReceipt, goodsReceiptFields } from './goods-receipt/definition.ts'
export { item, itemFields } from './item/definition.ts'
export { party, partyFields } from './party/definition.ts'
export { price, priceFields } from './price/definition.ts'
export { salesOrder, salesOrderChangeFields, salesOrderFields, salesOrderLineInput } from './sales-order/definition.ts'
export {
  approveFields,
  closeReturnFields,
  creditReturnFields,
  receiveFields,
  rejectFields,
  replaceFields,
  salesReturn,
  salesReturnChangeFields,
  salesReturnFields,
  salesReturnTransitions,
} from './sales-return/definition.ts'
export { shipment, shipmentFields } from './shipment/definition.ts'
export { stockAdjustment, stockAdjustmentFields } from './stock-adjustment/definition.ts'
export { stockTransfer, stockTransferFields } from './stock-transfer/definition.ts'
export { warehouse, warehouseFields } from './warehouse/definition.ts'
