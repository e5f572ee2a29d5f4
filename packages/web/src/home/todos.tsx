import { activity, order, quote } from '@tandem/crm/definitions'
import { expectedReceipt, invoice, salesOrder } from '@tandem/erp/definitions'
import { Link } from '@tanstack/react-router'
import { Card, Typography } from 'antd'
import { useUsers } from '../api/administration.ts'
import { crmType, erpType } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { useCauses } from '../joint/use-joint.ts'
import { May } from '../parts/may.tsx'
import { Loaded } from '../parts/page.tsx'
import type { Described, Title } from './described.ts'
import type { TodoName } from './plan.ts'
import { Tasks } from './tasks.tsx'
import { Todo } from './todo.tsx'

const MOST = 6
const UNSHIPPED = { state: 'confirmed', delivery: ['none', 'partial'] }

/** Lists that want somebody, the most urgent first. */
const LISTS: Readonly<Record<Title, Described>> = {
  tasks: {
    ...{ title: 'tasks', empty: 'noTasks', type: crmType(activity), text: 'subject', date: 'dueDate', customer: 'customer' },
    query: { filter: { kind: 'task', done: 'false' }, sort: 'dueDate', limit: MOST },
  },
  quotesOut: {
    ...{
      title: 'quotesOut',
      empty: 'noQuotesOut',
      type: crmType(quote),
      text: 'number',
      date: 'validUntil',
      customer: 'customer',
    },
    query: { filter: { state: 'sent' }, sort: 'validUntil', limit: MOST },
  },
  waitingToShip: {
    ...{ title: 'waitingToShip', empty: 'nothingToShip', type: erpType(salesOrder), text: 'number', date: 'requestedDate' },
    ...{ customer: 'party', query: { filter: UNSHIPPED, sort: 'requestedDate', limit: MOST } },
  },
  arrivalsNext: {
    ...{ title: 'arrivalsNext', empty: 'noArrivals', type: erpType(expectedReceipt), text: 'reference', date: 'expectedDate' },
    ...{ customer: 'item', query: { filter: { state: 'open' }, sort: 'expectedDate', limit: MOST } },
  },
  dueInvoices: {
    ...{ title: 'dueInvoices', empty: 'noDueInvoices', type: erpType(invoice), text: 'number', date: 'dueDate' },
    ...{ customer: 'party', query: { filter: { state: 'open', type: 'invoice' }, sort: 'dueDate', limit: MOST } },
  },
  newOrders: {
    ...{ title: 'newOrders', empty: 'noNewOrders', type: crmType(order), text: 'number', date: 'orderDate' },
    ...{ customer: 'customer', isPast: true, query: { sort: '-id', limit: MOST } },
  },
}

export function HomeTodo({ name, today }: { name: TodoName; today: string }) {
  const { t } = useWords()
  if (name === 'inbox') return <May right="joint.inbox-causes.ask">{<Inbox />}</May>
  if (name === 'tasks') return <May right="crm.activity.read">{<Tasks {...LISTS.tasks} today={today} />}</May>
  if (name === 'invited') return <May right="platform.user.read">{<Invited />}</May>
  const { title, empty, ...list } = LISTS[name]
  return (
    <May right={`${list.type.side}.${list.type.definition.name}.read`}>
      <Todo {...list} title={t(`home.${title}`)} empty={t(`home.${empty}`)} today={today} />
    </May>
  )
}

function Inbox() {
  const { t, label } = useWords()
  const causes = useCauses()
  return (
    <Card size="small" title={t('home.inboxCauses')}>
      <Loaded query={causes}>
        {(all) =>
          all.length === 0 ? (
            <Typography.Text type="secondary">{t('home.noInbox')}</Typography.Text>
          ) : (
            <ul className="todo">
              {all.slice(0, MOST).map(({ code, system, kind, dependsOn, text, count }) => (
                <li key={[code, system, kind, dependsOn].join()}>
                  <Link to="/joint/inbox">{label(text)}</Link>
                  <Typography.Text type="danger">{count}</Typography.Text>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}

function Invited() {
  const { t } = useWords()
  const users = useUsers()
  return (
    <Card size="small" title={t('home.invited')}>
      <Loaded query={users}>
        {(all) => {
          const waiting = all.filter(({ state }) => state === 'invited')
          if (waiting.length === 0) return <Typography.Text type="secondary">{t('home.noInvited')}</Typography.Text>
          return (
            <ul className="todo">
              {waiting.slice(0, MOST).map(({ id, fullName, email }) => (
                <li key={id}>
                  <Link to="/admin/users">{fullName}</Link>
                  <Typography.Text type="secondary">{email}</Typography.Text>
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
    </Card>
  )
}
