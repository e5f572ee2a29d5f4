/** The systems that can be joined, by name: one line each. */
import type { Connector, ConnectorType, KindName, Side } from '@tandem/hub'
import { odoo } from './odoo/type.ts'
import { restConnectorType } from './rest/index.ts'
import { sqlConnectorType } from './sql/index.ts'
import type { Connection } from './tandem/connect.ts'
import { connectTandemCrm, KINDS_OF_CRM, TANDEM_CRM } from './tandem-crm/index.ts'
import { connectTandemErp, KINDS_OF_ERP, TANDEM_ERP } from './tandem-erp/index.ts'
import { tryton } from './tryton/type.ts'

export interface JoinableSystem {
  readonly system: string
  readonly side: Side
  readonly connect: (connection: Connection) => Connector
  /** Which of its documents are which kinds: `party` is a customer. */
  readonly kinds: ReadonlyMap<string, KindName>
}

/** Our own two sides: joined in every company, unless another system takes the place of one. */
export const joinableSystems: readonly JoinableSystem[] = [
  { system: TANDEM_CRM, side: 'crm', connect: connectTandemCrm, kinds: KINDS_OF_CRM },
  { system: TANDEM_ERP, side: 'erp', connect: connectTandemErp, kinds: KINDS_OF_ERP },
]

/** Somebody else's systems, as people connect them. */
export const connectorTypes: readonly ConnectorType[] = [odoo, tryton, sqlConnectorType, restConnectorType]
