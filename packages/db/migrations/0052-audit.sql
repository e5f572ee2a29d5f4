-- The trail is what the event tables hold; nobody may change them, but whoever owns the database could. So what is final
-- is sealed in links: each holds the digest of the next events of one context, chained to the link before. Whoever keeps
-- the newest digest elsewhere can tell later that nothing before it was touched.

create table platform.audit_link (
  tenant_id uuid not null references platform.tenant,
  number bigint not null check (number > 0),
  context text not null,
  -- Where it begins (not included) and ends (included): `transaction:sequence`, the empty text for the beginning.
  after text not null,
  until text not null,
  events integer not null check (events > 0),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  at timestamptz not null,
  primary key (tenant_id, number)
);
call platform.keep_by_tenant('platform.audit_link');
call platform.keep_forever('platform.audit_link');
create index on platform.audit_link (tenant_id, context, number);
