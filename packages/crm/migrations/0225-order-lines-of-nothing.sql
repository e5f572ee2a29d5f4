-- The ERP may call off a line of an order: it stays with a quantity of nothing, so that the numbers of the others do, too.

alter table crm.order_line drop constraint order_line_quantity_check;
alter table crm.order_line add constraint order_line_quantity_check check (quantity >= 0);
