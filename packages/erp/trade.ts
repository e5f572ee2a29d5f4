/** The trade documents of this side, as lists for its surface. */
import { customMessages } from '@tandem/db'
import { archiveAddress, changeAddress, createAddress, restoreAddress } from './address/commands.ts'
import { address } from './address/definition.ts'
import { addressMessages } from './address/messages.ts'
import { availabilityQuery } from './atp/availability.ts'
import { availabilityMessages } from './atp/messages.ts'
import { createBillOfMaterial } from './bill-of-material/commands.ts'
import { billOfMaterial } from './bill-of-material/definition.ts'
import { billOfMaterialMessages } from './bill-of-material/messages.ts'
import { archiveContact, changeContact, createContact, restoreContact } from './contact/commands.ts'
import { contact } from './contact/definition.ts'
import { contactMessages } from './contact/messages.ts'
import { changeCustomField, createCustomField, restoreCustomField, retireCustomField } from './custom-field/commands.ts'
import { customField } from './custom-field/definition.ts'
import { cancelExpectedReceipt, createExpectedReceipt } from './expected-receipt/commands.ts'
import { expectedReceipt } from './expected-receipt/definition.ts'
import { expectedReceiptMessages } from './expected-receipt/messages.ts'
import { dueShipments } from './flow/due-shipments.ts'
import { createGoodsReceipt, createStockAdjustment, createStockTransfer, receiveSalesReturn } from './flow/receiving.ts'
import { goodsReceipt } from './goods-receipt/definition.ts'
import { goodsReceiptMessages } from './goods-receipt/messages.ts'
import { archiveItem, changeItem, createItem, restoreItem } from './item/commands.ts'
import { item } from './item/definition.ts'
import { itemMessages } from './item/messages.ts'
import { archiveParty, changeParty, createParty, restoreParty } from './party/commands.ts'
import { creditQuery } from './party/credit.ts'
import { party } from './party/definition.ts'
import { partyMessages } from './party/messages.ts'
import { archivePrice, changePrice, createPrice, restorePrice } from './price/commands.ts'
import { price } from './price/definition.ts'
import { priceMessages } from './price/messages.ts'
import { priceQuery } from './price/queries.ts'
import {
  cancelSalesOrder,
  changeSalesOrder,
  confirmSalesOrder,
  createSalesOrder,
  placeSalesOrder,
  reserveSalesOrder,
} from './sales-order/commands.ts'
import { salesOrder } from './sales-order/definition.ts'
import { salesOrderMessages } from './sales-order/messages.ts'
import {
  approveSalesReturn,
  changeSalesReturn,
  closeSalesReturn,
  createSalesReturn,
  rejectSalesReturn,
} from './sales-return/commands.ts'
import { salesReturn } from './sales-return/definition.ts'
import { salesReturnMessages } from './sales-return/messages.ts'
import { creditSalesReturn, replaceSalesReturn } from './sales-return/outcome.ts'
import { createShipment, deliverShipment } from './shipment/commands.ts'
import { shipment } from './shipment/definition.ts'
import { shipmentMessages } from './shipment/messages.ts'
import { stockMovesQuery, stockQuery } from './stock/queries.ts'
import { stockAdjustment } from './stock-adjustment/definition.ts'
import { stockAdjustmentMessages } from './stock-adjustment/messages.ts'
import { stockTransfer } from './stock-transfer/definition.ts'
import { stockTransferMessages } from './stock-transfer/messages.ts'
import { archiveWarehouse, changeWarehouse, createWarehouse } from './warehouse/commands.ts'
import { warehouse } from './warehouse/definition.ts'
import { warehouseMessages } from './warehouse/messages.ts'

export const tradeDocuments = [
  party,
  contact,
  address,
  item,
  price,
  billOfMaterial,
  warehouse,
  expectedReceipt,
  goodsReceipt,
  stockAdjustment,
  stockTransfer,
  salesOrder,
  shipment,
  salesReturn,
  customField,
] as const

export const tradeCommands = [
  createParty,
  changeParty,
  archiveParty,
  restoreParty,
  createContact,
  changeContact,
  archiveContact,
  restoreContact,
  createAddress,
  changeAddress,
  archiveAddress,
  restoreAddress,
  createItem,
  changeItem,
  archiveItem,
  restoreItem,
  createPrice,
  changePrice,
  archivePrice,
  restorePrice,
  createBillOfMaterial,
  createWarehouse,
  changeWarehouse,
  archiveWarehouse,
  createSalesOrder,
  placeSalesOrder,
  changeSalesOrder,
  confirmSalesOrder,
  reserveSalesOrder,
  cancelSalesOrder,
  createExpectedReceipt,
  cancelExpectedReceipt,
  createGoodsReceipt,
  createStockAdjustment,
  createStockTransfer,
  createShipment,
  deliverShipment,
  createSalesReturn,
  changeSalesReturn,
  approveSalesReturn,
  rejectSalesReturn,
  receiveSalesReturn,
  creditSalesReturn,
  replaceSalesReturn,
  closeSalesReturn,
  createCustomField,
  changeCustomField,
  retireCustomField,
  restoreCustomField,
] as const

export const tradeQueries = [creditQuery, priceQuery, availabilityQuery, stockQuery, stockMovesQuery, dueShipments] as const

export const tradeMessages = {
  ...customMessages,
  ...partyMessages,
  ...contactMessages,
  ...addressMessages,
  ...itemMessages,
  ...priceMessages,
  ...billOfMaterialMessages,
  ...warehouseMessages,
  ...salesOrderMessages,
  ...expectedReceiptMessages,
  ...goodsReceiptMessages,
  ...stockAdjustmentMessages,
  ...stockTransferMessages,
  ...shipmentMessages,
  ...salesReturnMessages,
  ...availabilityMessages,
}
