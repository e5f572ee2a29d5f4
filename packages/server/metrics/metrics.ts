/** What Prometheus reads at /metrics: how the joint of the asking company stands, and how fast this server answers. */
import { type FirstLoad, type FlowState, firstLoads, flowStates, type InboxMoney, inboxMoney } from '@tandem/hub'
import { ok } from '@tandem/kernel'
import type { FastifyInstance } from 'fastify'
import { Gauge, Histogram, Registry } from 'prom-client'
import type { Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

export interface Metrics {
  readonly route: Route
  /** Measures every answer of a server. */
  watch(app: FastifyInstance): void
}

export function createMetrics(services: Services): Metrics {
  const server = new Registry()
  const durations = new Histogram({
    name: 'tandem_http_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [server],
  })
  return {
    watch(app) {
      app.addHook('onResponse', async (request, reply) => {
        const route = request.routeOptions.url ?? 'other'
        durations.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000)
      })
    },
    route: {
      method: 'GET',
      path: '/metrics',
      id: 'joint.metrics',
      area: 'joint',
      tag: 'joint',
      label: { en: 'Measures for Prometheus', zh: 'Prometheus 指标' },
      access: 'read',
      media: 'text/plain; version=0.0.4; charset=utf-8',
      answers: { 200: { description: 'Prometheus text format', body: { schema: { type: 'string' } } } },
      async handle(request) {
        const { tenant } = request
        const now = services.now()
        const [flows, inbox, loads] = await services.database.transaction(tenant, async (tx) =>
          Promise.all([flowStates(tx, now), inboxMoney(tx), firstLoads(tx, now)]),
        )
        const own = new Registry()
        measureFlows(own, flows)
        measureInbox(own, inbox)
        measureLoads(own, loads)
        return ok({ status: 200, body: await Registry.merge([server, own]).metrics() })
      },
    },
  }
}

const FLOW = ['system', 'kind', 'direction'] as const

const MEASURES: readonly (readonly [name: string, help: string, value: (flow: FlowState) => number])[] = [
  ['tandem_flow_lag_seconds', 'Age of the oldest thing on its way', ({ lagMs }) => lagMs / 1000],
  ['tandem_flow_pending', 'Things on their way', ({ pending }) => pending],
  ['tandem_flow_waiting', 'Things that wait for what they refer to', ({ waiting }) => waiting],
  ['tandem_flow_parked', 'Things that need a person', ({ parked }) => parked],
  ['tandem_flow_done_last_minute', 'Done within the last minute', ({ doneAMinute }) => doneAMinute],
  ['tandem_flow_failed_last_minute', 'Failed within the last minute', ({ failedAMinute }) => failedAMinute],
  ['tandem_flow_paused', '1 while it is paused', ({ state }) => (state === 'paused' ? 1 : 0)],
  ['tandem_flow_held_back', '1 while reading waits for what is behind', ({ heldBackSince }) => (heldBackSince ? 1 : 0)],
]

function measureFlows(registry: Registry, flows: readonly FlowState[]): void {
  for (const [name, help, value] of MEASURES) {
    const gauge = new Gauge({ name, help, labelNames: [...FLOW], registers: [registry] })
    for (const flow of flows) {
      const { system, kind, direction } = flow
      gauge.set({ system, kind, direction }, value(flow))
    }
  }
}

function measureInbox(registry: Registry, inbox: readonly InboxMoney[]): void {
  const open = new Gauge({
    name: 'tandem_inbox_open',
    help: 'Open entries of the error inbox',
    labelNames: ['system', 'kind', 'currency'],
    registers: [registry],
  })
  const money = new Gauge({
    name: 'tandem_inbox_money',
    help: 'Money blocked by open entries; rounded as measures are, the inbox has it exactly',
    labelNames: ['system', 'kind', 'currency'],
    registers: [registry],
  })
  for (const row of inbox) {
    const labels = { system: row.system, kind: row.kind, currency: row.currency ?? '' }
    open.set(labels, row.open)
    if (row.money !== null) money.set(labels, Number(row.money))
  }
}

function measureLoads(registry: Registry, loads: readonly FirstLoad[]): void {
  const labelNames = ['system', 'kind']
  const read = new Gauge({ name: 'tandem_load_read', help: 'Documents read by a first load', labelNames, registers: [registry] })
  const total = new Gauge({
    name: 'tandem_load_total',
    help: 'Documents there are to read, where the system says so',
    labelNames,
    registers: [registry],
  })
  for (const { system, kind, read: done, total: all } of loads) {
    read.set({ system, kind }, done)
    if (all !== null) total.set({ system, kind }, all)
  }
}
