-- A link is written with its record or for one that was read in the same transaction, and records are never deleted. Looking
-- the record up once more for each link, and locking it, was a twentieth of what a first load costs PostgreSQL.
alter table hub.link drop constraint link_tenant_id_record_id_fkey;
