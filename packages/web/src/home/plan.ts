/** What stands on the start page, by role. Pure; what somebody may not see is left out where it is shown. */

export const FIGURES = [
  'quotesOpen',
  'quotesMonth',
  'ordersMonth',
  'ordersRunning',
  'toShip',
  'shippedMonth',
  'onTheRoad',
  'arrivals',
  'receivedMonth',
  'overdue',
  'openInvoices',
  'invoicedMonth',
  'receiptsMonth',
  'joint',
  'conflicts',
  'people',
] as const
export type FigureName = (typeof FIGURES)[number]

/** Those of the last 30 days, shown beside the 30 before. */
export type MonthName = Extract<FigureName, `${string}Month`>

export function isMonth(name: FigureName): name is MonthName {
  return name.endsWith('Month')
}

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
  service: { figures: ['ordersRunning', 'ordersMonth', 'toShip', 'onTheRoad'], todos: ['tasks', 'newOrders', 'waitingToShip'] },
  planner: {
    figures: ['toShip', 'arrivals', 'ordersRunning', 'ordersMonth', 'shippedMonth'],
    todos: ['waitingToShip', 'arrivalsNext'],
  },
  buyer: { figures: ['arrivals', 'receivedMonth'], todos: ['arrivalsNext'] },
  warehouse: {
    figures: ['toShip', 'shippedMonth', 'onTheRoad', 'arrivals', 'receivedMonth'],
    todos: ['waitingToShip', 'arrivalsNext'],
  },
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
