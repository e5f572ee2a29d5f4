-- How somebody signed in at a provider was not looked at: it was trusted to ask for a second factor. A company may now say
-- what must stand in the token about it: one of these as `acr`, or among `amr`. Null: nothing in particular.
alter table platform.provider add column must_tell jsonb check (jsonb_typeof(must_tell) = 'array');
