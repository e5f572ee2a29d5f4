/**
 * Changes and deliveries that are not settled. State by state, for each has an index that holds no others: so it costs what
 * is unsettled, however much was settled before.
 */
import { sql } from '@tandem/db'

export const UNSETTLED_CHANGES = sql.raw(`(
  select system, kind, state, pulled_at from hub.change where state = 'new'
  union all select system, kind, state, pulled_at from hub.change where state = 'recheck'
  union all select system, kind, state, pulled_at from hub.change where state in ('waiting', 'parked', 'duplicate'))`)

export const UNSETTLED_DELIVERIES = sql.raw(`(
  select system, kind, state, created_at from hub.delivery where state = 'pending'
  union all select system, kind, state, created_at from hub.delivery where state = 'waiting'
  union all select system, kind, state, created_at from hub.delivery where state = 'sending'
  union all select system, kind, state, created_at from hub.delivery where state = 'parked')`)
