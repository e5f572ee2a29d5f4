-- A statement that changes rows by id and version says so itself when one of them has moved on: then the commit may
-- travel with it, instead of waiting until the program has counted the rows.

create function platform.all_changed(changed bigint, wanted integer, target text) returns void
  language plpgsql immutable as $$
begin
  if changed <> wanted then
    raise exception 'a row of % was changed by somebody else meanwhile', target using errcode = 'TD001', table = target;
  end if;
end $$;
