-- A write under way names a document by an id that has become another's meanwhile: what it wrote is to be read again.
alter table hub.delivery add column names_given_away boolean not null default false;
