-- Who is disabled was only kept out: enabled again they were taken for somebody who was never here, and had to be invited
-- anew, which people of the demo cannot be. What was open before must not come back with them, so it ends here: sessions of
-- this company, links that nobody has used, and whom the company's provider meant.

create function platform.end_what_is_open() returns trigger
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  delete from platform.session where tenant_id = new.tenant_id and user_id = new.id;
  delete from platform.link where tenant_id = new.tenant_id and user_id = new.id and used_at is null;
  delete from platform.provider_subject where tenant_id = new.tenant_id and user_id = new.id;
  return null;
end $$;

create trigger disabled after update of state on platform.user
  for each row when (new.state = 'disabled' and old.state <> 'disabled') execute function platform.end_what_is_open();

-- The same for those who are disabled already.
delete from platform.session s using platform.user u
  where u.tenant_id = s.tenant_id and u.id = s.user_id and u.state = 'disabled';
delete from platform.link l using platform.user u
  where u.tenant_id = l.tenant_id and u.id = l.user_id and u.state = 'disabled' and l.used_at is null;
delete from platform.provider_subject p using platform.user u
  where u.tenant_id = p.tenant_id and u.id = p.user_id and u.state = 'disabled';

-- Whether somebody has ever come in as this user: the application's role may not read memberships themselves.
create function platform.has_joined(of_user uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from platform.membership where tenant_id = platform.tenant() and user_id = of_user)
$$;
grant execute on function platform.has_joined to tandem_app;
