-- The inbox is worked on in groups: by cause, and by what the cause depends on (the same missing document, the same field).
-- Entries get an owner, and keep what was there before a person corrected it, and what they made of it.

alter table hub.inbox_entry
  add column depends_on text not null default '',
  add column owner text,
  add column original jsonb,
  add column edited jsonb;
create index inbox_by_group on hub.inbox_entry (tenant_id, code, system, kind, depends_on) where state = 'open';
