-- How surely a document is a record it may be, so that people begin with the surest; and documents that look like another
-- document of their own system: those are not held, but a person may merge the two.
alter table hub.duplicate add column score numeric(9,4);
alter table hub.duplicate add column type text not null default 'link' check (type in ('link', 'merge'));
-- Of type merge: the record of the document itself.
alter table hub.duplicate add column own_record uuid;
alter table hub.duplicate add foreign key (tenant_id, own_record) references hub.record;
alter table hub.duplicate drop constraint duplicate_state_check;
alter table hub.duplicate add constraint duplicate_state_check check (state in ('open', 'linked', 'merged', 'apart', 'superseded'));
-- Only documents whose identity is open hold up deliveries.
-- What was found before the score was kept as two lists.
update hub.duplicate set found_by = '[]' where jsonb_typeof(found_by) = 'object';
drop index hub.duplicate_holds;
create index duplicate_holds on hub.duplicate (tenant_id, record, system) where state = 'open' and type = 'link';
