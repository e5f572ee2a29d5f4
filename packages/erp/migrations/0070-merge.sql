-- Two parties that are one can be merged, and un-merged exactly. Posted invoices and payments are then the other's, with
-- nothing else of them changed; the lines of the ledger keep the party they were posted for.

alter table erp.party add column merged_into uuid;
alter table erp.party add foreign key (tenant_id, merged_into) references erp.party (tenant_id, id);
alter table erp.party add check (merged_into is null or (merged_into <> id and status = 'archived'));
create index on erp.party (tenant_id, merged_into) where merged_into is not null;

-- What a merge re-pointed; of the losing one itself, the status it had.
create table erp.merge_move (
  tenant_id uuid not null references platform.tenant,
  loser uuid not null,
  document text not null,
  document_id uuid not null,
  was text,
  primary key (tenant_id, loser, document, document_id)
);
call platform.keep_by_tenant('erp.merge_move');

-- A posted document may change its party only between two that are, or just were, one.
create function erp.may_repoint(tenant uuid, document_id uuid, was uuid, now uuid) returns boolean language sql stable as $$
  select was = now
    or exists (select from erp.party p where p.tenant_id = tenant and p.id = was and p.merged_into = now)
    or exists (select from erp.merge_move m where m.tenant_id = tenant and m.loser = now and m.document_id = may_repoint.document_id)
$$;

create or replace function erp.keep_posted_invoice() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - '{state,paid,credited,party,version,updated_at,updated_by}'::text[])
     <> (to_jsonb(old) - '{state,paid,credited,party,version,updated_at,updated_by}'::text[])
     or (new.party <> old.party and not erp.may_repoint(new.tenant_id, new.id, old.party, new.party)) then
    raise exception 'invoice % is posted: write a credit note instead', old.number using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create or replace function erp.keep_posted_payment() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - '{state,allocated,party,version,updated_at,updated_by}'::text[])
     <> (to_jsonb(old) - '{state,allocated,party,version,updated_at,updated_by}'::text[])
     or (new.party <> old.party and not erp.may_repoint(new.tenant_id, new.id, old.party, new.party)) then
    raise exception 'payment % is posted: reverse it instead', old.number using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
