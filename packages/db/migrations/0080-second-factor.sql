-- A second factor is a person's, as the password is: whoever signs in to any of their companies gives it. The secret is
-- sealed with the server's key, so that a dump of the database opens nobody's door; of recovery codes only hashes are kept.
alter table platform.person
  add column totp text,
  -- The step of the last code that was taken: none is taken twice (RFC 6238, 5.2).
  add column totp_step bigint,
  -- Begun and not yet confirmed by a code.
  add column totp_pending text,
  add column recovery text[] not null default '{}';
