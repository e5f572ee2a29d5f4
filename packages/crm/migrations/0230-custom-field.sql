-- Fields that a company adds to documents of its own: which there are, and their values beside the document's own columns.
-- Values are few and of any field, so they are one column: a field more changes no table, and a document without any holds null.

create table crm.custom_field (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  document text not null check (document in ('customer', 'contact', 'item')),
  code text not null check (code ~ '^[a-z][A-Za-z0-9]*$'),
  label_en text not null check (label_en <> ''),
  label_zh text not null check (label_zh <> ''),
  type text not null check (type in ('text', 'number', 'date', 'flag', 'choice')),
  decimals integer check (decimals between 0 and 6),
  options jsonb,
  required boolean not null,
  status text not null check (status in ('active', 'retired')),
  primary key (tenant_id, id),
  unique (tenant_id, document, code),
  check ((type = 'number') = (decimals is not null)),
  check ((type = 'choice') = (options is not null))
);
call platform.keep_by_tenant('crm.custom_field');

alter table crm.customer add column custom jsonb check (jsonb_typeof(custom) = 'object');
alter table crm.contact add column custom jsonb check (jsonb_typeof(custom) = 'object');
alter table crm.item add column custom jsonb check (jsonb_typeof(custom) = 'object');
