-- Until when who sells promised a line, beside when it is expected: planners and buyers see which promises are at risk.

alter table erp.sales_order_line add column promised_date date;
