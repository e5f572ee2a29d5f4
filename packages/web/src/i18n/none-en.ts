/** What would stand in a list that has no page of its own, and how it gets there: by side and document. */
export const noneEn = {
  'crm/contact':
    'No contacts yet: the people you talk to at your customers. Add one on the page of a customer, or import a file.',
  'crm/activity':
    'Nothing noted yet: calls, visits, tasks. They are written down on the page of a customer, and all of them stand here.',
  'crm/opportunity':
    'No opportunities yet: business that may come. Write down with whom, how much and until when; quotes are made from it.',
  'crm/ticket':
    'No tickets yet: what customers ask or complain of. Write down what you were told, or let them ask on their own pages.',
  'crm/return':
    'No returns yet. Say which lines of an order come back and why, on the page of the order; customers ask on their own pages, too.',
  'crm/invoice': 'No invoices yet. The ERP invoices what was shipped; they come here by themselves, for who sells.',
  'erp/price':
    'No prices yet: what an item costs on a price list, from which quantity on. Make the first one, or import a file; they reach the CRM by themselves.',
  'erp/goods-receipt':
    'No goods receipts yet. One brings stock into a warehouse, with its cost: record what a supplier delivered, or what is there at the beginning.',
  'erp/sales-return':
    'No returns yet. What customers ask for in the CRM comes here by itself; make one by hand for goods that just arrive.',
  'erp/expected-receipt':
    'Nothing is expected yet. Say what a supplier has promised and when: dates promised to customers count on it.',
  'erp/bill-of-material':
    'No bills of material yet. One says what an item that you make consists of: then its components count when a date is promised.',
  'erp/stock-adjustment': 'No stock adjustments yet. Count a warehouse and say what is there: the difference is posted.',
  'erp/stock-transfer': 'No transfers yet. One moves stock from one warehouse to another.',
  'erp/warehouse': 'No warehouse yet. Make the first one: stock is received into it and shipped from it.',
  'erp/bank-account':
    'No bank accounts yet. Make one for each account of the company, with its number: statements find it by that.',
  'erp/bank-line': 'No bank movements yet. They come with bank statements.',
  'erp/journal-entry':
    'Nothing posted yet. Invoices, payments and movements of stock post themselves; other entries are made here.',
  'erp/account': 'No accounts yet. Import your chart of accounts, or make the first one.',
  'erp/account-role':
    'Nothing is assigned yet: which account takes receivables, revenue, stock, tax. Without it nothing is posted.',
  'erp/period': 'No periods yet: months without one are open. A period that is closed takes no more postings.',
  'erp/tax-rate': 'No tax rates yet. Items name one, and quotes and invoices reckon with it.',
  'erp/exchange-rate': 'No exchange rates yet. What is sold in another currency is posted at the rate of its day.',
}
