-- Whom a provider means is told by its own word for them (`sub`), which is never given to somebody else; an e-mail may be.
-- The first sign-in binds it to the user who was found by their e-mail.

create table platform.provider_subject (
  tenant_id uuid not null references platform.tenant,
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  primary key (tenant_id, issuer, subject),
  unique (tenant_id, issuer, user_id),
  foreign key (tenant_id, user_id) references platform.user
);
call platform.keep_by_tenant('platform.provider_subject');
