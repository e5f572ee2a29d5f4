import type { Messages } from '@tandem/kernel'
import { sharedMessages, storedMessages } from '../shared/messages.ts'

export const activityMessages: Messages = {
  ...storedMessages('activity', { en: 'activity', zh: '跟进' }),
  ...sharedMessages('activity', ['empty-field', 'unknown-reference']),
  'activity/contact-of-another': {
    en: 'Contact {id} does not belong to this customer. Choose one of its contacts.',
    zh: '联系人 {id} 不属于该客户，请选择该客户的联系人。',
  },
  'activity/already-taken': {
    en: '{assignee} has "{subject}" already. Ask them, or have it assigned to you.',
    zh: '“{subject}”已由 {assignee} 领取。请与其商量，或请人改派给您。',
  },
  'activity/only-people-take': {
    en: 'Only people take tasks. Assign it to somebody by name.',
    zh: '只有人员可以领取任务。请指派给某位用户。',
  },
  'activity/already-done': { en: '"{subject}" is done already.', zh: '“{subject}”已经完成。' },
}
