-- Whose a customer is: a user's name. Everything of a customer follows it. Without an owner it is in the public pool.

alter table crm.customer add column owner text check (owner <> '');
create index on crm.customer (tenant_id, owner);
