-- Two customers that are one can be merged, and un-merged exactly.

alter table crm.customer add column merged_into uuid;
alter table crm.customer add foreign key (tenant_id, merged_into) references crm.customer;
alter table crm.customer add check (merged_into is null or (merged_into <> id and status = 'archived'));
create index on crm.customer (tenant_id, merged_into) where merged_into is not null;

-- What a merge re-pointed; of the losing one itself, the status it had.
create table crm.merge_move (
  tenant_id uuid not null references platform.tenant,
  loser uuid not null,
  document text not null,
  document_id uuid not null,
  was text,
  primary key (tenant_id, loser, document, document_id)
);
call platform.keep_by_tenant('crm.merge_move');
