/**
 * What to do when a system refuses a write. By the ending of the code, for the joint knows no system: whoever says
 * `.../credit-exceeded` means the same by it.
 */
import type { Fix } from './fixes.ts'

/** Endings of codes that say the same, and what is to be done about it. */
export interface RefusalFix extends Fix {
  readonly endings: readonly string[]
}

export const refusals: readonly RefusalFix[] = [
  {
    endings: ['credit-exceeded'],
    action: 'retry',
    cause: {
      en: 'With this order the customer would owe more than its credit limit.',
      zh: '加上该订单，客户欠款将超过信用额度。',
    },
    todo: {
      en: 'Collect a payment, or raise the credit limit of the customer, or lower the order; then try again.',
      zh: '请先收款、提高客户信用额度或减少订单，然后重试。',
    },
    example: {
      en: 'The limit is 1,000, 400 are unpaid, and the order comes to 1,130.',
      zh: '额度 1,000，未付 400，订单金额 1,130。',
    },
  },
  {
    endings: ['customer-on-hold'],
    action: 'retry',
    cause: { en: 'The customer is on hold: nothing is sold to it for now.', zh: '客户已冻结，暂不向其销售。' },
    todo: {
      en: 'Ask the accountants why. Once they have released the customer, try again; every order of it is in this group.',
      zh: '请向财务了解原因；解除冻结后重试，该客户的订单都在本组中。',
    },
    example: { en: 'The accountants put the customer on hold for unpaid invoices.', zh: '因发票逾期未付，财务冻结了该客户。' },
  },
  {
    endings: 'customer-archived item-archived archived merge-into-archived'.split(' '),
    action: 'retry',
    cause: {
      en: 'What the document names, or the document itself, is archived there.',
      zh: '单据本身或其引用的对象在该系统中已归档。',
    },
    todo: {
      en: 'Restore it there and try again, or name another one here.',
      zh: '在该系统中恢复后重试，或在此改用其他对象。',
    },
    example: { en: 'An order has an item that is not sold any more.', zh: '订单中的物料已停售。' },
  },
  {
    endings: 'code-taken number-taken number-reserved origin-taken'.split(' '),
    action: 'decide',
    cause: { en: 'Another document there has this code or number already.', zh: '该系统中已有其他单据使用此编码或编号。' },
    todo: {
      en: 'Look at the other one there. If it is the same, delete or merge one of the two; if not, give one another code. Then try again.',
      zh: '请查看该单据：若为同一对象，请删除或合并其一；否则为其中一个更换编码，然后重试。',
    },
    example: { en: 'Somebody typed customer C1 into the ERP by hand.', zh: '有人在 ERP 中手工录入了客户 C1。' },
  },
  {
    endings: [
      'order-over return-over order-under-way wrong-state already-shipped below-shipped fixed-once-confirmed',
      'nothing-to-cancel beyond-order type-in-use unit-in-use nothing-to-return more-than-shipped not-delivered return-answered',
    ].flatMap((some) => some.split(' ')),
    action: 'decide',
    cause: {
      en: 'The document has gone on there, so this change of it comes too late.',
      zh: '单据在该系统中已继续处理，此更改为时已晚。',
    },
    todo: {
      en: 'Agree with those who ship and bill: do there what can still be done, or set it back on the side that changed it.',
      zh: '请与发货和开票人员商定：在该系统中处理仍可处理的部分，或在更改方改回。',
    },
    example: { en: 'Sales cancelled an order that had left the warehouse.', zh: '销售取消了已出库的订单。' },
  },
  {
    endings: 'total-differs totals-differ overpaid over-allocated too-large'.split(' '),
    action: 'decide',
    cause: {
      en: 'The two sides come to different amounts, and neither is taken for the other.',
      zh: '两侧金额不同，不会以一方代替另一方。',
    },
    todo: {
      en: 'Compare tax rate, discount and rounding of each line on both sides, correct the one that is wrong, then try again.',
      zh: '逐行比较两侧的税率、折扣与舍入，更正错误的一方后重试。',
    },
    example: { en: 'The ERP taxes an item at 9 percent that was sold at 13.', zh: '销售按 13% 计税的物料，ERP 按 9% 计税。' },
  },
  {
    endings: 'other-currency opportunity-currency currency-not-active bad-currency not-a-currency'.split(' '),
    action: 'retry',
    cause: { en: 'The currency is not one that can be used there.', zh: '该系统中不能使用此币种。' },
    todo: {
      en: 'Make the currency usable there, or use the one that the customer has there; then try again. Nothing is converted by itself.',
      zh: '在该系统中启用该币种，或改用客户在该系统中的币种，然后重试。系统不会自行换算。',
    },
    example: { en: 'An order in USD for a customer that the ERP bills in CNY.', zh: 'ERP 以人民币开票的客户下了美元订单。' },
  },
  {
    endings: 'unknown-unit quantity-not-exact'.split(' '),
    action: 'retry',
    cause: {
      en: 'The item is not counted in this unit there, or not exactly.',
      zh: '该系统中物料没有此计量单位，或无法精确换算。',
    },
    todo: {
      en: 'Add the unit to the item there, with how many base units it is, then try again; or order in another unit.',
      zh: '在该系统中为物料添加该单位及换算关系后重试，或改用其他单位下单。',
    },
    example: { en: 'Two boxes were sold, and the ERP knows pieces only.', zh: '销售了 2 箱，而 ERP 只有“件”。' },
  },
  {
    endings: 'no-tax no-stage no-price no-warehouse module-missing no-company script-needed bad-table'.split(' '),
    action: 'retry',
    cause: { en: 'Something is not set up there that the document needs.', zh: '该系统中缺少单据所需的设置。' },
    todo: {
      en: 'Set up there what the message names, then try the whole group again.',
      zh: '在该系统中完成提示所述的设置，然后整组重试。',
    },
    example: { en: 'No sales tax of 13 percent is set up in the ERP.', zh: 'ERP 中未设置 13% 的销项税。' },
  },
  {
    endings: 'not-allowed not-let-in login-needed'.split(' '),
    action: 'retry',
    cause: { en: 'The user that the joint signs in with there may not do this.', zh: '对接使用的账号无权执行此操作。' },
    todo: {
      en: 'Give that user the right there, then try the whole group again.',
      zh: '在该系统中为该账号授权，然后整组重试。',
    },
    example: { en: 'The user may read orders, but not make them.', zh: '该账号可读取订单，但不能新建。' },
  },
  {
    endings: [
      'unknown-reference foreign-address contact-of-another address-of-another own-address',
      'not-a-customer no-such-party no-such-item no-such-line no-such-order no-such-customer',
      'item-not-found unknown-line not-found not-found-again gone no-document',
    ].flatMap((some) => some.split(' ')),
    action: 'create',
    cause: {
      en: 'The document, or one that it names, is not there (any more), or belongs to another one.',
      zh: '单据或其引用的对象在该系统中不存在、已删除或属于其他对象。',
    },
    todo: {
      en: 'Make or restore it there, or name another one here, then try again.',
      zh: '在该系统中新建或恢复，或在此改用其他对象，然后重试。',
    },
    example: { en: 'The delivery address was given to another customer in the ERP.', zh: '收货地址在 ERP 中已属于其他客户。' },
  },
  {
    endings: [
      'empty-field no-reason no-code no-name no-customer no-unit no-street no-method no-lines no-return-lines line-twice line-number-twice',
      'bad-quantity bad-price bad-percent bad-payment-term bad-credit-limit bad-tax-rate bad-country',
      'bad-line-number below-zero negative not-a-percent not-a-country unknown-country unknown-region',
      'quantity-not-positive ends-before-start ends-before-it-starts unit-twice bad-factor bad-cost',
      'bad-lead-time missing too-long',
    ].flatMap((some) => some.split(' ')),
    action: 'edit',
    cause: { en: 'A value is missing, or is none that can be kept there.', zh: '缺少某个值，或该值无法在该系统中保存。' },
    todo: {
      en: 'Correct the value that the message names, here or in the system that it comes from.',
      zh: '在此或在来源系统中更正提示所述的值。',
    },
    example: { en: 'The country of an address is "UK" instead of "GB".', zh: '地址的国家写成“UK”，应为“GB”。' },
  },
  {
    endings: ['cannot cannot-merge price-of-one-customer merged-already merged-further merge-with-itself', 'not-merged'].flatMap(
      (some) => some.split(' '),
    ),
    action: 'decide',
    cause: { en: 'The system, or its description, has no way to do this.', zh: '该系统或其描述不支持此操作。' },
    todo: {
      en: 'Do it there by hand, or add it to the description of the system; or let it be, and ignore the entry with a reason.',
      zh: '在该系统中手工处理，或在系统描述中补充；也可附理由忽略。',
    },
    example: { en: 'Two customers were merged, and the API knows no merging.', zh: '合并了两个客户，而该接口不支持合并。' },
  },
  {
    endings: 'not-an-option wrong-type too-many-digits'.split(' '),
    action: 'edit',
    cause: {
      en: 'A field that the company has added there takes other values than this one.',
      zh: '公司在该系统中添加的字段不接受这个值。',
    },
    todo: {
      en: 'Add the option there, or a field of another code whose type fits, and map it; or correct the value here. Then try again.',
      zh: '在该系统中增加选项，或新建类型相符、编码不同的字段并建立映射；也可在此更正该值，然后重试。',
    },
    example: {
      en: 'The field “area” is a text in the CRM and a number in the ERP.',
      zh: '字段“面积”在 CRM 中为文本，在 ERP 中为数字。',
    },
  },
  {
    endings: 'not-accepted refused said-no'.split(' '),
    action: 'edit',
    cause: {
      en: 'The system refuses it for a reason of its own, which it says in its words.',
      zh: '该系统因其自身原因拒绝，并给出了说明。',
    },
    todo: {
      en: 'Read the reason in the message. Remove the cause there and try again, or correct the value here.',
      zh: '请阅读提示中的原因；在该系统中消除原因后重试，或在此更正相应的值。',
    },
    example: { en: 'A rule that was added to the ERP asks for a tax number.', zh: 'ERP 中新增的规则要求填写税号。' },
  },
]

const byEnding = new Map(refusals.flatMap((fix) => fix.endings.map((ending) => [ending, fix] as const)))

/** Undefined for causes of the joint itself, and for endings that nobody has said anything of. */
export function refusalFix(code: string): RefusalFix | undefined {
  const slash = code.indexOf('/')
  return code.startsWith('joint/') ? undefined : byEnding.get(code.slice(slash + 1))
}
