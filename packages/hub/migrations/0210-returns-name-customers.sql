-- Returns name customers, too: the index for the day that a customer is merged must hold them.

drop index hub.record_by_customer;
create index record_by_customer on hub.record (tenant_id, (values ->> 'customer'))
  where kind in ('contact', 'address', 'price', 'opportunity', 'order', 'invoice', 'payment', 'return', 'ticket');
