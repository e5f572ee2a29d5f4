-- A company adds fields of its own to documents of trade, too, not only to who and what it trades with. They are kept as there:
-- one column of values by code, null where a document has none.

alter table crm.custom_field drop constraint custom_field_document_check;
alter table crm.custom_field add constraint custom_field_document_check check (
  document in ('customer', 'contact', 'item', 'opportunity', 'quote', 'order', 'invoice', 'ticket'));

alter table crm.opportunity add column custom jsonb check (jsonb_typeof(custom) = 'object');
alter table crm.quote add column custom jsonb check (jsonb_typeof(custom) = 'object');
alter table crm."order" add column custom jsonb check (jsonb_typeof(custom) = 'object');
alter table crm.invoice add column custom jsonb check (jsonb_typeof(custom) = 'object');
alter table crm.ticket add column custom jsonb check (jsonb_typeof(custom) = 'object');

-- What the one that was kept took over from the other when they were merged: undoing gives exactly that back.
alter table crm.merge_move add column custom jsonb check (jsonb_typeof(custom) = 'object');
