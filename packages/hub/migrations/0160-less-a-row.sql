-- Work that is done for each row or each sample of rows, and that nobody needs.

-- What was told and what is agreed is found by keys: nothing is planned by what it says, and comparing thousands of such
-- values was most of what analyzing took.
alter table hub.record alter column values set statistics 0, alter column stamps set statistics 0;
alter table hub.link alter column base set statistics 0;
alter table hub.change alter column values set statistics 0, alter column edited set statistics 0, alter column native set statistics 0;
alter table hub.delivery alter column sent set statistics 0;

-- A delivery is written with its record or for one that was read in the same transaction, and records are never deleted.
alter table hub.delivery drop constraint delivery_tenant_id_record_id_fkey;
