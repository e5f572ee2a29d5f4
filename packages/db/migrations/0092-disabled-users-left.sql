-- What 0084 wanted to end for those who were disabled before it: an owner of the database who cannot bypass row-level
-- security sees no user without saying which company, so for them nothing ended. Company by company it does.
do $$
declare company uuid;
begin
  for company in select id from platform.tenant loop
    perform set_config('tandem.tenant', company::text, true);
    delete from platform.session s using platform.user u
      where s.tenant_id = company and u.tenant_id = company and u.id = s.user_id and u.state = 'disabled';
    delete from platform.link l using platform.user u
      where l.tenant_id = company and u.tenant_id = company and u.id = l.user_id and u.state = 'disabled' and l.used_at is null;
    delete from platform.provider_subject p using platform.user u
      where p.tenant_id = company and u.tenant_id = company and u.id = p.user_id and u.state = 'disabled';
  end loop;
  perform set_config('tandem.tenant', '', true);
end $$;
