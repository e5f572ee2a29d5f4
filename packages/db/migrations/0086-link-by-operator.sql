-- The operator helps who works for several companies. It was a password that nothing made its owner change; it is a link
-- now, which works once and for three days. An administrator's link asks for the password that such a person has, so that
-- no company opens another; the operator's does not, for it is for all of them.
alter table platform.link add column by_operator boolean not null default false;
