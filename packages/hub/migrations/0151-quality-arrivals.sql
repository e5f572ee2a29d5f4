-- Rules of quality may look at what a system tells as it comes in: at one system by its name, at all by an asterisk. Those that
-- name none look at files and audits, as all have done so far.

alter table hub.quality_rule add column source text check (source <> '');
