import { define, defineFields } from '@tandem/kernel'
import { CONTACT, CUSTOMER, optionalDate, optionalText, text } from '../shared/fields.ts'

/** Something done, or to be done, with a customer. */
export const activityFields = defineFields({
  customer: CUSTOMER,
  contact: CONTACT,
  kind: { kind: 'choice', of: ['note', 'call', 'visit', 'mail', 'task'], label: { en: 'Kind', zh: '方式' } },
  subject: text('Subject', '主题'),
  text: optionalText('Text', '内容', 4000),
  at: { kind: 'instant', label: { en: 'At', zh: '时间' } },
  dueDate: optionalDate('Due', '截止日期'),
  assignee: {
    kind: 'text',
    max: 60,
    optional: true,
    label: { en: 'Assignee', zh: '执行人' },
    help: { en: 'Who does it, a user name; empty: whoever takes it', zh: '由谁执行（用户名）；留空则待人领取' },
  },
  done: { kind: 'flag', label: { en: 'Done', zh: '已完成' } },
})

/** Now, and open if it is a task, unless said otherwise. */
export const activityInput = defineFields({
  ...activityFields,
  at: { ...activityFields.at, optional: true, help: { en: 'Now when left out', zh: '留空则为现在' } },
  done: { ...activityFields.done, optional: true },
})

export const activity = define({
  name: 'activity',
  plural: 'activities',
  label: { en: 'Activity', zh: '跟进' },
  table: 'crm.activity',
  title: ['subject'],
  owner: 'customer',
  assignee: 'assignee',
  fields: activityFields,
})

/** Who is to do it; left out: nobody by name any more. */
export const assignInput = defineFields({ assignee: activityFields.assignee })
