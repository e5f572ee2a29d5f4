-- A company adds fields of its own to documents of trade, too, not only to who and what it trades with. They are kept as there:
-- one column of values by code, null where a document has none.

alter table erp.custom_field drop constraint custom_field_document_check;
alter table erp.custom_field add constraint custom_field_document_check check (
  document in ('party', 'contact', 'item', 'sales-order', 'invoice'));

alter table erp.sales_order add column custom jsonb check (jsonb_typeof(custom) = 'object');
alter table erp.invoice add column custom jsonb check (jsonb_typeof(custom) = 'object');

-- What the one that was kept took over from the other when they were merged: undoing gives exactly that back.
alter table erp.merge_move add column custom jsonb check (jsonb_typeof(custom) = 'object');
