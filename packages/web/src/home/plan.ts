/** What stands on the start page, by role. Pure; what somebody may not see is left out where it is shown. */

export const FIGURES = [
  'quotesOpen',
  'quotesMonth',
  'ordersMonth',
  'ordersRunning',
  'toShip',
  'onTheRoad',
  'arrivals',
  'overdue',
  'openInvoices',
  'invoicedMonth',
  'receiptsMonth',
  'joint',
  'conflicts',
  'people',
] as const
export type FigureName = (typeof FIGURES)[number]

export const TODOS = [
  'inbox',
  'tasks',
  'quotesOut',
  'waitingToShip',
  'arrivalsNext',
  'dueInvoices',
  'newOrders',
  'invited',
] as const
export type TodoName = (typeof TODOS)[number]

export interface Plan {
  readonly figures: readonly FigureName[]
  readonly todos: readonly TodoName[]
}

const PLANS: Readonly<Record<string, Plan>> = {
  sales: { figures: ['quotesOpen', 'quotesMonth', 'ordersMonth', 'ordersRunning'], todos: ['tasks', 'quotesOut', 'newOrders'] },
  'sales-manager': {
    figures: ['quotesOpen', 'quotesMonth', 'ordersMonth', 'ordersRunning', 'toShip'],
    todos: ['quotesOut', 'tasks', 'newOrders'],
  },
  service: { figures: ['ordersRunning', 'toShip', 'onTheRoad'], todos: ['tasks', 'newOrders', 'waitingToShip'] },
  planner: { figures: ['toShip', 'arrivals', 'ordersRunning'], todos: ['waitingToShip', 'arrivalsNext'] },
  buyer: { figures: ['arrivals'], todos: ['arrivalsNext'] },
  warehouse: { figures: ['toShip', 'onTheRoad', 'arrivals'], todos: ['waitingToShip', 'arrivalsNext'] },
  accountant: { figures: ['overdue', 'openInvoices', 'invoicedMonth', 'receiptsMonth'], todos: ['dueInvoices', 'waitingToShip'] },
  integrator: { figures: ['joint', 'conflicts', 'ordersMonth'], todos: ['inbox', 'newOrders'] },
  administrator: {
    figures: ['joint', 'quotesOpen', 'ordersMonth', 'toShip', 'overdue', 'receiptsMonth', 'people'],
    todos: ['inbox', 'tasks', 'quotesOut', 'waitingToShip', 'invited'],
  },
  auditor: { figures: ['joint', 'ordersMonth', 'overdue', 'invoicedMonth', 'receiptsMonth'], todos: ['inbox', 'dueInvoices'] },
  portal: { figures: [], todos: [] },
}

/** Of several roles all of it, in one order; a role of the company's own shows everything its rights allow. */
export function planFor(roles: readonly string[]): Plan {
  const plans = roles.flatMap((role) => PLANS[role] ?? [])
  if (plans.length < roles.length) return { figures: FIGURES, todos: TODOS }
  const [figures, todos] = [new Set(plans.flatMap((plan) => plan.figures)), new Set(plans.flatMap((plan) => plan.todos))]
  const [only] = plans
  if (plans.length === 1 && only) return only
  return { figures: FIGURES.filter((name) => figures.has(name)), todos: TODOS.filter((name) => todos.has(name)) }
}
