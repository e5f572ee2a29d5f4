-- Alerts: rules say what to watch, channels where to tell it. What a channel needs to be reached is secret and stands in a
-- table of its own, which no list or answer reads.

create table hub.alert_channel (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  name text not null,
  type text not null check (type in ('webhook', 'mail', 'dingtalk', 'wecom')),
  target text not null,
  language text not null check (language in ('en', 'zh')),
  trouble text,
  state text not null check (state in ('active', 'removed')),
  primary key (tenant_id, id)
);
call platform.keep_by_tenant('hub.alert_channel');

create table hub.alert_secret (
  tenant_id uuid not null references platform.tenant,
  channel uuid not null,
  url text not null,
  secret text,
  sender text,
  receivers text,
  primary key (tenant_id, channel),
  foreign key (tenant_id, channel) references hub.alert_channel
);
call platform.keep_by_tenant('hub.alert_secret');

create table hub.alert_rule (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  name text not null,
  watches text not null check (watches in ('lag', 'inbox-count', 'inbox-money', 'auto-paused')),
  threshold numeric(20,4),
  currency text,
  channel uuid not null,
  state text not null check (state in ('active', 'removed')),
  primary key (tenant_id, id),
  foreign key (tenant_id, channel) references hub.alert_channel,
  check (watches = 'auto-paused' or threshold is not null),
  check (watches <> 'inbox-money' or currency is not null)
);
create index alert_rule_by_channel on hub.alert_rule (tenant_id, channel);
call platform.keep_by_tenant('hub.alert_rule');

create table hub.alert (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  rule uuid not null,
  about text not null,
  says_en text not null,
  says_zh text not null,
  state text not null check (state in ('firing', 'resolved')),
  primary key (tenant_id, id),
  foreign key (tenant_id, rule) references hub.alert_rule
);
create unique index alert_one_firing on hub.alert (tenant_id, rule, about) where state = 'firing';
call platform.keep_by_tenant('hub.alert');

-- What is still to be told, and what was: the limit of messages a minute is counted here.
create table hub.alert_message (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  channel uuid not null,
  what text not null check (what in ('fired', 'resolved', 'test')),
  says_en text not null,
  says_zh text not null,
  created_at timestamptz not null,
  attempts integer not null default 0,
  due_at timestamptz not null,
  -- The moment of sending of the message it travelled in.
  sent_at timestamptz,
  dropped_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, channel) references hub.alert_channel
);
create index alert_message_due on hub.alert_message (tenant_id, channel, due_at) where sent_at is null and dropped_at is null;
create index alert_message_sent on hub.alert_message (tenant_id, channel, sent_at) where sent_at is not null;
call platform.keep_by_tenant('hub.alert_message');
