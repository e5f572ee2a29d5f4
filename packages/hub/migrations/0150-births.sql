-- Some systems give the id of a deleted document to another one, at times before anybody has heard of the deletion. What
-- tells the two apart, where a system says it, is kept with the document and with everything that was told of it.

alter table hub.link add column born text;
alter table hub.change add column born text;

-- Where hub.write_mark stood when the document was last read because somebody asked for it: a report that was read before
-- and is kept after it is older.
alter table hub.link add column read_mark bigint not null default 0;
