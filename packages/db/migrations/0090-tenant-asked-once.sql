-- Whose a row is was worked out for each row that was read or written (a setting looked up, a text read as an id): in a
-- query of its own it is worked out once a statement.

create or replace procedure platform.keep_by_tenant(target regclass) language plpgsql as $$
begin
  execute format('alter table %s alter column tenant_id set default platform.tenant()', target);
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy own_tenant on %s to public using (tenant_id = (select platform.tenant())) with check (tenant_id = (select platform.tenant()))', target);
  execute format('grant select, insert, update, delete on %s to tandem_app', target);
end $$;

do $$
declare kept record;
begin
  for kept in
    select schemaname, tablename from pg_policies p
    where policyname = 'own_tenant' and exists (
      select from information_schema.columns c
      where c.table_schema = p.schemaname and c.table_name = p.tablename and c.column_name = 'tenant_id')
  loop
    execute format('alter policy own_tenant on %I.%I using (tenant_id = (select platform.tenant())) with check (tenant_id = (select platform.tenant()))',
                   kept.schemaname, kept.tablename);
  end loop;
end $$;
