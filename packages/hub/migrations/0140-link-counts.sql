-- How many links there are is asked whenever somebody looks at the joint, and counting them took the longer the more there
-- were. What comes and goes is written down beside them instead, and added up now and then: rows are only added, so that
-- nobody waits for anybody.

create table hub.link_count (
  tenant_id uuid not null,
  id bigint generated always as identity,
  system text not null,
  kind text not null,
  count bigint not null,
  primary key (tenant_id, id)
);
call platform.keep_by_tenant('hub.link_count');

do $$
declare
  tenant uuid;
begin
  for tenant in select id from platform.tenant loop
    perform set_config('tandem.tenant', tenant::text, true);
    insert into hub.link_count (system, kind, count) select system, kind, count(*) from hub.link group by system, kind;
  end loop;
  perform set_config('tandem.tenant', '', true);
end $$;

create function hub.count_links() returns trigger language plpgsql as $$
begin
  insert into hub.link_count (tenant_id, system, kind, count)
  select tenant_id, system, kind, case tg_op when 'DELETE' then -count(*) else count(*) end from changed group by 1, 2, 3;
  return null;
end $$;
create trigger count_new after insert on hub.link
  referencing new table as changed for each statement execute function hub.count_links();
create trigger count_gone after delete on hub.link
  referencing old table as changed for each statement execute function hub.count_links();
