/** Tandem's own ERP as a system of the joint, through the same doors as anybody's. */
import { erp, MONEY_DOCUMENTS, moneyOfOrders, moneyOfParties, ownersOfMoney } from '@tandem/erp'
import * as definitions from '@tandem/erp/definitions'
import type { Connector } from '@tandem/hub'
import type { Definition } from '@tandem/kernel'
import type { Binding, OwnSide } from '../tandem/binding.ts'
import { type Connection, connectSide, kindsOf } from '../tandem/connect.ts'
import type { FieldMap } from '../tandem/field-map.ts'
import { masterWriter } from '../tandem/master.ts'
import { askErp } from './ask.ts'
import {
  addressMap,
  contactMap,
  customerMap,
  invoiceMap,
  itemMap,
  orderMap,
  paymentMap,
  priceMap,
  returnMap,
  shipmentMap,
} from './maps.ts'
import { DERIVED_ORDER, derivedOrder, SHOWN_ORDERS, writeOrders } from './order.ts'
import { DERIVED_RETURN, derivedReturn, writeReturns } from './return.ts'

export const TANDEM_ERP = 'tandem-erp'

const CUSTOMERS = 'd.is_customer'
/** Vendors have contacts and addresses, too. */
const OF_CUSTOMERS = `exists (select from ${definitions.party.table} p where p.id = d.party and p.is_customer)`

const side: OwnSide = {
  system: TANDEM_ERP,
  side: 'erp',
  label: { en: 'Tandem ERP', zh: '双骑 ERP' },
  surface: erp,
  bindings: {
    customer: {
      ...kept(definitions.party, customerMap, { isCustomer: true, isVendor: false }, true),
      merges: true,
      shown: CUSTOMERS,
    },
    contact: { ...kept(definitions.contact, contactMap), shown: OF_CUSTOMERS },
    address: { ...kept(definitions.address, addressMap), shown: OF_CUSTOMERS },
    item: kept(definitions.item, itemMap),
    price: kept(definitions.price, priceMap),
    order: {
      definition: definitions.salesOrder,
      map: orderMap,
      shown: SHOWN_ORDERS,
      derive: derivedOrder,
      derivedSql: DERIVED_ORDER,
      write: writeOrders,
    },
    shipment: { definition: definitions.shipment, map: shipmentMap },
    invoice: { definition: definitions.invoice, map: invoiceMap },
    payment: { definition: definitions.payment, map: paymentMap },
    return: {
      definition: definitions.salesReturn,
      map: returnMap,
      derive: derivedReturn,
      derivedSql: DERIVED_RETURN,
      write: writeReturns,
    },
  },
  money: {
    tells: { order: ['ordered', 'shipped'], shipment: [], invoice: ['invoiced', 'settled', 'posted'], payment: ['paid'] },
    documents: MONEY_DOCUMENTS,
    states: { confirmed: 'placed', closed: 'closed', cancelled: 'cancelled' },
    ofOrders: moneyOfOrders,
    ofCustomers: moneyOfParties,
    owners: ownersOfMoney,
  },
  ask: askErp,
}

function kept(definition: Definition, map: FieldMap, constants: Readonly<Record<string, boolean>> = {}, merges = false): Binding {
  return { definition, map, write: masterWriter({ surface: erp, definition, map, constants, merges }) }
}

export const KINDS_OF_ERP = kindsOf(side.bindings)

/** Joins the ERP of one tenant. */
export function connectTandemErp(connection: Connection): Connector {
  return connectSide(side, connection)
}
