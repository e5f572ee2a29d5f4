import type { Messages } from '@tandem/kernel'

export const trytonMessages = {
  'tryton/bad-url': {
    en: '{url} is no address of a Tryton. Write it like https://tryton.example.com.',
    zh: '{url} 不是 Tryton 地址，请按 https://tryton.example.com 的格式填写。',
  },
  'tryton/module-missing': {
    en: 'This Tryton has no {model}, or the user may not see it. Activate the modules for sales, stock and invoices, or give the rights.',
    zh: '该 Tryton 没有 {model}，或用户无权查看。请启用销售、库存和发票模块或授予权限。',
  },
  'tryton/no-company': {
    en: 'The Tryton user {login} has no company. Choose one in its preferences, then try again.',
    zh: 'Tryton 用户 {login} 没有公司，请在其首选项中选择后重试。',
  },
  'tryton/no-lines': {
    en: 'Order {number} has no lines, so Tryton cannot take it. Add a line, then retry.',
    zh: '订单 {number} 没有明细，Tryton 无法接收。请添加明细后重试。',
  },
  'tryton/no-tax': {
    en: 'Tryton has no tax of {rate} %. Create it there, then connect anew or retry.',
    zh: 'Tryton 没有 {rate}% 的税。请在 Tryton 中创建后重试。',
  },
  'tryton/not-accepted': {
    en: 'Tryton could not take this {kind}: {reason}. Correct it here or there, then retry.',
    zh: 'Tryton 无法接收该 {kind}：{reason}。请在任一侧改正后重试。',
  },
  'tryton/not-allowed': {
    en: 'Tryton does not accept the login or password for database {database}. Check them, and the name of the database.',
    zh: 'Tryton 不接受数据库 {database} 的登录名或密码。请检查登录信息和数据库名称。',
  },
  'tryton/not-found': {
    en: 'Tryton has no document {id} any more. Run the proof: it shows what is missing and repairs it.',
    zh: 'Tryton 中已没有单据 {id}。请运行核对，它会显示缺失项并修复。',
  },
  'tryton/not-tryton': {
    en: 'What answers at {url} is no Tryton, or serves another database ({reason}). Check the address and the database.',
    zh: '{url} 处的应答不是 Tryton，或数据库不对（{reason}）。请检查地址和数据库。',
  },
  'tryton/order-over': {
    en: 'Order {number} was closed in the CRM before Tryton had it. Ignore this entry, or enter the order in Tryton by hand.',
    zh: '订单 {number} 在 Tryton 收到之前已在 CRM 中关闭。请忽略此项，或在 Tryton 中手工录入。',
  },
  'tryton/order-under-way': {
    en: 'Tryton has begun order {number}, so it cannot be cancelled from here. Cancel its shipment there, then settle the order.',
    zh: 'Tryton 已开始处理订单 {number}，不能从此处取消。请在 Tryton 中取消其发货单后处理。',
  },
  'tryton/other-currency': {
    en: 'Tryton takes orders in {company} here, not in {currency}. Change the currency of the quote, then retry.',
    zh: '此处的 Tryton 只接收 {company} 订单，而不是 {currency}。请更改报价币种后重试。',
  },
  'tryton/total-differs': {
    en: 'Order {number} was promised for {promised} {currency}, but Tryton counts {placed}. Compare prices, units and tax rates of its lines, then retry.',
    zh: '订单 {number} 承诺金额为 {promised} {currency}，Tryton 计算为 {placed}。请核对各行的单价、单位和税率后重试。',
  },
  'tryton/unknown-unit': {
    en: 'Tryton has no unit {unit}. Create it there, or use one that it has, then retry.',
    zh: 'Tryton 没有单位 {unit}。请在 Tryton 中创建，或改用已有单位后重试。',
  },
  'tryton/unreachable': {
    en: 'Nothing answers at {url} ({reason}). Check the address, and whether Tryton runs and may be reached from here.',
    zh: '{url} 没有应答（{reason}）。请检查地址，以及 Tryton 是否运行、能否从此处访问。',
  },
} satisfies Messages
