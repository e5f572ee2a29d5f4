/** What would stand in a list that has no page of its own, and how it gets there: by side and document. */
export const noneZh = {
  'crm/contact': '还没有联系人，即客户处与您联系的人。可在客户页面添加，或导入文件。',
  'crm/activity': '还没有跟进记录：电话、拜访、任务。在客户页面记录后，全部显示在这里。',
  'crm/invoice': '还没有发票。ERP 对已发货的部分开票后，会自动同步到这里供销售查看。',
  'erp/price': '还没有价格，即物料在价目表中自某数量起的单价。可新建或导入文件，会自动同步到 CRM。',
  'erp/goods-receipt': '还没有收货单。收货单将库存连同成本计入仓库：登记供应商送货，或期初库存。',
  'erp/expected-receipt': '还没有预计到货。请登记供应商承诺的数量和日期，对客户的交期承诺会以此为据。',
  'erp/bill-of-material': '还没有物料清单。它说明自制物料由哪些组件构成，承诺交期时会考虑组件库存。',
  'erp/stock-adjustment': '还没有库存盘点。清点仓库并录入实际数量，差异会自动记账。',
  'erp/stock-transfer': '还没有库存调拨。调拨将库存从一个仓库移到另一个仓库。',
  'erp/warehouse': '还没有仓库。请先新建仓库，收货和发货都以它为准。',
  'erp/journal-entry': '还没有记账凭证。发票、收款和库存变动会自动记账，其他凭证可在此新建。',
  'erp/account': '还没有会计科目。请导入科目表，或新建科目。',
  'erp/account-role': '尚未指定科目用途：应收、收入、存货、税金各记入哪个科目。未指定则不会记账。',
  'erp/period': '还没有会计期间：没有记录的月份均为开放状态。期间关闭后不再接受记账。',
  'erp/tax-rate': '还没有税率。物料引用税率，报价单和发票据此计算。',
  'erp/exchange-rate': '还没有汇率。外币交易按当日汇率记账。',
}
