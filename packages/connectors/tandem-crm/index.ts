/** Tandem's own CRM as a system of the joint, through the same doors as anybody's. */
import { crm, MONEY_DOCUMENTS, moneyOfCustomers, moneyOfOrders, ownersOfMoney } from '@tandem/crm'
import * as definitions from '@tandem/crm/definitions'
import type { Connector, Write } from '@tandem/hub'
import type { Definition } from '@tandem/kernel'
import type { Binding, OwnSide } from '../tandem/binding.ts'
import { type Connection, connectSide, kindsOf } from '../tandem/connect.ts'
import type { FieldMap, OwnRow } from '../tandem/field-map.ts'
import { masterWriter } from '../tandem/master.ts'
import { promisesIn, promisesSql, saidPromises } from '../tandem/promises.ts'
import {
  addressMap,
  contactMap,
  customerMap,
  invoiceMap,
  itemMap,
  opportunityMap,
  orderMap,
  paymentMap,
  priceMap,
  returnMap,
  shipmentMap,
  ticketMap,
} from './maps.ts'
import { saidOfTicket, ticketSays, ticketSql } from './tickets.ts'

export const TANDEM_CRM = 'tandem-crm'

const side: OwnSide = {
  system: TANDEM_CRM,
  side: 'crm',
  label: { en: 'Tandem CRM', zh: '双骑 CRM' },
  surface: crm,
  bindings: {
    customer: { ...kept(definitions.customer, customerMap, { merges: true }), merges: true },
    contact: kept(definitions.contact, contactMap),
    address: kept(definitions.address, addressMap),
    item: kept(definitions.item, itemMap),
    price: kept(definitions.price, priceMap),
    order: {
      ...kept(definitions.order, orderMap, { create: 'record', change: 'record-progress', also: saidPromises }),
      derive: ({ lines }) => ({ promises: promisesIn(lines) }),
      derivedSql: { promises: promisesSql('crm.order_line') },
    },
    opportunity: kept(definitions.opportunity, opportunityMap, { change: 'record-change' }),
    shipment: kept(definitions.shipment, shipmentMap),
    invoice: kept(definitions.invoice, invoiceMap),
    payment: kept(definitions.payment, paymentMap),
    return: kept(definitions.goodsReturn, returnMap, { create: 'record', change: 'record-progress' }),
    ticket: {
      ...kept(definitions.ticket, ticketMap, { create: 'record', change: 'record-change', also: saidOfTicket }),
      derive: ticketSays,
      derivedSql: ticketSql,
    },
  },
  money: {
    tells: { order: ['ordered', 'shipped'], shipment: [], invoice: ['invoiced', 'settled'], payment: ['paid'] },
    documents: MONEY_DOCUMENTS,
    states: { requested: 'requested', placed: 'placed', closed: 'closed', cancelled: 'cancelled' },
    ofOrders: moneyOfOrders,
    ofCustomers: moneyOfCustomers,
    owners: ownersOfMoney,
  },
}

function kept(
  definition: Definition,
  map: FieldMap,
  commands: { create?: string; change?: string; merges?: true; also?: (write: Write) => OwnRow } = {},
): Binding {
  return { definition, map, write: masterWriter({ surface: crm, definition, map, ...commands }) }
}

export const KINDS_OF_CRM = kindsOf(side.bindings)

/** Joins the CRM of one tenant. */
export function connectTandemCrm(connection: Connection): Connector {
  return connectSide(side, connection)
}
