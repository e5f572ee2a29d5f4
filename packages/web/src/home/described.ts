import type { TodoProps } from './todo.tsx'

/** A list of the start page, as data. */
export type Described = Omit<TodoProps, 'title' | 'empty' | 'today'> & { readonly title: Title; readonly empty: Nothing }
export type Title = 'tasks' | 'quotesOut' | 'waitingToShip' | 'arrivalsNext' | 'dueInvoices' | 'newOrders'
type Nothing = 'noTasks' | 'noQuotesOut' | 'nothingToShip' | 'noArrivals' | 'noDueInvoices' | 'noNewOrders'
