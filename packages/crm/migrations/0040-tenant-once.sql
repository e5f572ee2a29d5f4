-- What a key to another document of the same tenant says already is not checked a second time: each insert of a line or
-- an event looked the tenant up. Row-level security lets a transaction write rows of its own tenant only.

alter table crm."order" drop constraint order_tenant_id_fkey;
alter table crm.activity drop constraint activity_tenant_id_fkey;
alter table crm.address drop constraint address_tenant_id_fkey;
alter table crm.contact drop constraint contact_tenant_id_fkey;
alter table crm.event drop constraint event_tenant_id_fkey;
alter table crm.invoice drop constraint invoice_tenant_id_fkey;
alter table crm.invoice_line drop constraint invoice_line_tenant_id_fkey;
alter table crm.order_line drop constraint order_line_tenant_id_fkey;
alter table crm.order_progress drop constraint order_progress_tenant_id_fkey;
alter table crm.payment drop constraint payment_tenant_id_fkey;
alter table crm.payment_allocation drop constraint payment_allocation_tenant_id_fkey;
alter table crm.price drop constraint price_tenant_id_fkey;
alter table crm.quote drop constraint quote_tenant_id_fkey;
alter table crm.quote_line drop constraint quote_line_tenant_id_fkey;
alter table crm.shipment drop constraint shipment_tenant_id_fkey;
alter table crm.shipment_line drop constraint shipment_line_tenant_id_fkey;
