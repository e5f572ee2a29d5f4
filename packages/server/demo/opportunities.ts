/** Business that the demo company hopes for, or has won or lost lately: three dozen, the same each time. */
import { crm } from '@tandem/crm'
import { addDays, type Id } from '@tandem/kernel'
import { perform } from '../load/workshop.ts'
import { all, type Day } from './day.ts'

const WANTED = [
  ['酒店大堂家具更新 / New furniture for a hotel lobby', 180_000, '展会 / Fair'],
  ['办公室搬迁，60 个工位 / An office moves, 60 desks', 96_000, '网站 / Web site'],
  ['餐厅分店桌椅 / Tables for a branch restaurant', 42_000, '转介绍 / Recommended'],
  ['会议室改造 / A meeting room made new', 28_500, '电话 / Telephone'],
  ['学校阅览室书架 / Shelves for a reading room', 63_000, '招标 / Tender'],
  ['样板间软装 / Furnishing a show flat', 35_800, '展会 / Fair'],
] as const
const PROSPECTS = ['启明小学', '湖滨设计事务所', 'Northwind Cafés'] as const
/** Most are open; each round of nine has one won and one lost. */
const STAGES = ['new', 'qualified', 'new', 'proposition', 'qualified', 'won', 'new', 'lost', 'proposition'] as const
const LOST = ['价格高于预算 / Over budget', '选择了其他供应商 / Another vendor'] as const
const COUNT = 36
const OWNERS = ['li.na', 'wang.lei', null] as const
/** Every twelfth is of somebody who is no customer yet. */
const PROSPECT_EVERY = 12

export async function hopeForBusiness({ shop, ids, date, by }: Day): Promise<void> {
  const customers = [...ids.customers.values()]
  const inputs = Array.from({ length: COUNT }, (_, i) => {
    const [title, revenue, source] = WANTED[i % WANTED.length] as (typeof WANTED)[number]
    const state = STAGES[i % STAGES.length] as (typeof STAGES)[number]
    const prospect = i % PROSPECT_EVERY === 0 ? PROSPECTS[i / PROSPECT_EVERY] : undefined
    const closing = state === 'won' || state === 'lost' ? -3 - i : 5 + ((i * 7) % 80)
    return {
      owner: OWNERS[i % OWNERS.length] ?? null,
      ...{ title, source, state, expectedRevenue: String(revenue + 1_000 * i), expectedCloseDate: addDays(date, closing) },
      ...(prospect ? { prospect, currency: 'CNY' } : { customer: customers[(i * 5) % customers.length] as Id }),
      ...(state === 'lost' ? { lostReason: LOST[i % LOST.length] } : {}),
    }
  })
  await shop.database.transaction(shop.tenant, async (tx) => {
    all(await perform(tx, by, crm, 'opportunity', 'create', inputs))
  })
}
