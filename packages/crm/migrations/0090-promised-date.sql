-- Until when a line was promised: what the customer was told when the quote was accepted or the order placed. What is
-- expected now stands in the progress; the two side by side say whether the promise is kept.

alter table crm.order_line add column promised_date date;
