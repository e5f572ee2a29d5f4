-- Documents are read again after a merge or its undoing in their system: whether it has really re-pointed them.
alter table hub.change drop constraint change_origin_check;
alter table hub.change add constraint change_origin_check check (origin in ('pull', 'recheck', 'repair', 'merge'));
