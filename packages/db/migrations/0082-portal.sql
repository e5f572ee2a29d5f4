-- Somebody of a customer's is bound to that customer: roles with `:customer` behind a permission show its documents only.
-- Text, since the platform knows no table of the sides; the command looks whether there is such a customer.
alter table platform.user add column customer text check (customer ~ '^[0-9a-f-]{36}$');
