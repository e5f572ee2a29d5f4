import type { Messages } from '@tandem/kernel'

export const odooMessages = {
  'odoo/bad-url': {
    en: '{url} is no address of an Odoo. Write it like https://odoo.example.com.',
    zh: '{url} 不是 Odoo 地址，请按 https://odoo.example.com 的格式填写。',
  },
  'odoo/currency-not-active': {
    en: 'Odoo does not use {currency}. Activate the currency there, then retry.',
    zh: 'Odoo 未启用币种 {currency}，请在 Odoo 中启用后重试。',
  },
  'odoo/login-needed': {
    en: 'JSON-RPC needs the database and the login. Fill in both.',
    zh: 'JSON-RPC 需要数据库和登录名，请填写。',
  },
  'odoo/module-missing': {
    en: 'This Odoo has no {model}, or the key may not see it. Install the Sales app there, or give the user its rights.',
    zh: '该 Odoo 没有 {model}，或密钥无权查看。请安装“销售”应用或授予用户权限。',
  },
  'odoo/no-json-2': {
    en: 'Odoo {version} does not know JSON-2. Choose the protocol json-rpc, with database and login.',
    zh: 'Odoo {version} 不支持 JSON-2，请选择 json-rpc 并填写数据库和登录名。',
  },
  'odoo/no-lines': {
    en: 'Order {number} has no lines, so Odoo cannot take it. Add a line, then retry.',
    zh: '订单 {number} 没有明细，Odoo 无法接收。请添加明细后重试。',
  },
  'odoo/no-tax': {
    en: 'Odoo has no sales tax of {rate} %. Create it there (not included in the price), then connect anew or retry.',
    zh: 'Odoo 没有 {rate}% 的销售税（价外税）。请在 Odoo 中创建后重试。',
  },
  'odoo/no-stage': {
    en: 'Odoo has no stage for "{state}". Add one to its pipeline: the first is for what is new, the last before those that close for a proposition, others between them.',
    zh: 'Odoo 没有对应“{state}”的阶段。请在其阶段列表中添加：最前为新建，收尾阶段之前的最后一个为方案报价，其余居中。',
  },
  'odoo/opportunity-currency': {
    en: 'Odoo counts what opportunities may bring in {company}, not in {currency}. Give the amount in {company}, then retry.',
    zh: 'Odoo 以 {company} 计商机金额，而不是 {currency}。请改为 {company} 金额后重试。',
  },
  'odoo/not-accepted': {
    en: '{system} could not take this {kind}: {reason}. Correct it here or there, then retry.',
    zh: '{system} 无法接收该 {kind}：{reason}。请在任一侧改正后重试。',
  },
  'odoo/not-allowed': {
    en: 'Odoo does not accept the API key, or its user may not do this ({reason}). Make a new key, or give the user the rights.',
    zh: 'Odoo 不接受该 API 密钥，或用户权限不足（{reason}）。请新建密钥或授予权限。',
  },
  'odoo/not-found': {
    en: '{system} has no document {id} any more. Run the proof: it shows what is missing and repairs it.',
    zh: '{system} 中已没有单据 {id}。请运行核对，它会显示缺失项并修复。',
  },
  'odoo/not-odoo': {
    en: 'What answers at {url} is no Odoo, or it serves another database. Check the address and the database.',
    zh: '{url} 处的应答不是 Odoo，或数据库不对。请检查地址和数据库。',
  },
  'odoo/number-taken': {
    en: 'Odoo has another order with the number {number}. Give one of the two another number there, then retry.',
    zh: 'Odoo 中已有另一张编号为 {number} 的订单。请在 Odoo 中更改其编号后重试。',
  },
  'odoo/order-over': {
    en: 'Order {number} was closed in the CRM before Odoo had it. Ignore this entry, or enter the order in Odoo by hand.',
    zh: '订单 {number} 在 Odoo 收到之前已在 CRM 中关闭。请忽略此项，或在 Odoo 中手工录入。',
  },
  'odoo/order-under-way': {
    en: 'Order {number} is partly delivered or invoiced in Odoo, so it cannot be cancelled from here. Settle it there.',
    zh: '订单 {number} 在 Odoo 中已部分发货或开票，不能从此处取消，请在 Odoo 中处理。',
  },
  'odoo/not-delivered': {
    en: 'Odoo has {missing} {unit} less delivered of line {line} than return {number} is to bring back, or they are on their way back already. Ask for less, then retry.',
    zh: '退货 {number} 第 {line} 行超出 Odoo 中可退数量 {missing} {unit}（未发货或已在退货途中）。请减少数量后重试。',
  },
  'odoo/no-return-lines': {
    en: 'Return {number} has no lines, so Odoo cannot take it. Add a line, then retry.',
    zh: '退货 {number} 没有明细，Odoo 无法接收。请添加明细后重试。',
  },
  'odoo/return-answered': {
    en: 'Return {number} has been answered in Odoo, so what is asked for cannot be changed from here. Change it there.',
    zh: '退货 {number} 已在 Odoo 中处理，不能从此处更改申请内容，请在 Odoo 中更改。',
  },
  'odoo/return-over': {
    en: 'Return {number} was answered before Odoo had it. Ignore this entry, or enter the return in Odoo by hand.',
    zh: '退货 {number} 在 Odoo 收到之前已有答复。请忽略此项，或在 Odoo 中手工录入。',
  },
  'odoo/other-currency': {
    en: 'Odoo keeps this customer in {company}, not in {currency}. Change the currency here to {company}, then retry.',
    zh: 'Odoo 以 {company} 管理该客户，而不是 {currency}。请将币种改为 {company} 后重试。',
  },
  'odoo/own-address': {
    en: "This is the customer's own address in Odoo, which cannot be archived alone. Archive the customer, or empty its street there.",
    zh: '这是客户在 Odoo 中的自身地址，不能单独归档。请归档客户，或在 Odoo 中清空街道。',
  },
  'odoo/price-of-one-customer': {
    en: 'Odoo keeps no prices of single customers. Ignore this entry, or make a price list for the customer there.',
    zh: 'Odoo 不支持单个客户的价格。请忽略此项，或在 Odoo 中为该客户建立价目表。',
  },
  'odoo/too-old': {
    en: 'Odoo {version} is too old: 14 or later is needed.',
    zh: 'Odoo {version} 版本过低，需要 14 或更高版本。',
  },
  'odoo/total-differs': {
    en: 'Order {number} was promised for {promised} {currency}, but {system} counts {placed}. Compare prices, units and tax rates of its lines, then retry.',
    zh: '订单 {number} 承诺金额为 {promised} {currency}，{system} 计算为 {placed}。请核对各行的单价、单位和税率后重试。',
  },
  'odoo/unknown-country': {
    en: 'Odoo knows no country {country}. Use its two-letter code, then retry.',
    zh: 'Odoo 没有国家 {country}，请使用两位国家代码后重试。',
  },
  'odoo/unknown-region': {
    en: 'Odoo knows no region {region} in this country. Write its name or code as there, then retry.',
    zh: 'Odoo 在该国家没有地区 {region}，请按 Odoo 中的名称或代码填写后重试。',
  },
  'odoo/unknown-unit': {
    en: 'Odoo has no unit {unit}. Create it there, or use one that it has, then retry.',
    zh: 'Odoo 没有单位 {unit}。请在 Odoo 中创建，或改用已有单位后重试。',
  },
  'odoo/unreachable': {
    en: 'Nothing answers at {url} ({reason}). Check the address, and whether Odoo runs and may be reached from here.',
    zh: '{url} 没有应答（{reason}）。请检查地址，以及 Odoo 是否运行、能否从此处访问。',
  },
} satisfies Messages
