-- Alerts learn of two more things: a system that does not answer, and differences that the proof finds. When a system
-- last answered is noted at most every few seconds. Drift is told as an event; the latest is found without reading others.

alter table hub.system add column heard_at timestamptz;

alter table hub.alert_rule
  drop constraint alert_rule_watches_check,
  drop constraint alert_rule_check,
  add constraint alert_rule_watches_check
    check (watches in ('lag', 'inbox-count', 'inbox-money', 'auto-paused', 'silent', 'proof')),
  add constraint alert_rule_check check (watches in ('auto-paused', 'proof') or threshold is not null);

create index event_of_drift on hub.event (tenant_id, at) where type = 'drift-found';
create index alert_by_time on hub.alert (tenant_id, created_at);
create index alert_message_by_time on hub.alert_message (tenant_id, created_at);
