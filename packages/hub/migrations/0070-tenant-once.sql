-- What a key to another document of the same tenant says already is not checked a second time: each insert of a line or
-- an event looked the tenant up. Row-level security lets a transaction write rows of its own tenant only.

alter table hub.conflict drop constraint conflict_tenant_id_fkey;
alter table hub.duplicate drop constraint duplicate_tenant_id_fkey;
alter table hub.event drop constraint event_tenant_id_fkey;
