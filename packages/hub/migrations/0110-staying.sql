-- A new document may stay alone where it was made: its delivery is kept, asleep, until the rule says otherwise, something
-- that travels names it, or what it belongs to is made there.

alter table hub.delivery drop constraint delivery_state_check;
alter table hub.delivery add constraint delivery_state_check
  check (state in ('pending', 'waiting', 'sending', 'done', 'superseded', 'parked', 'stays'));
create index delivery_staying on hub.delivery (tenant_id, record_id, system) where state = 'stays';
create index delivery_staying_with on hub.delivery (tenant_id, system, waits_for) where state = 'stays' and waits_for is not null;
