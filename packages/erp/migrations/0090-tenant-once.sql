-- What a key to another document of the same tenant says already is not checked a second time: each insert of a line or
-- an event looked the tenant up. Row-level security lets a transaction write rows of its own tenant only.

alter table erp.account_role drop constraint account_role_tenant_id_fkey;
alter table erp.address drop constraint address_tenant_id_fkey;
alter table erp.bill_of_material drop constraint bill_of_material_tenant_id_fkey;
alter table erp.bill_of_material_line drop constraint bill_of_material_line_tenant_id_fkey;
alter table erp.contact drop constraint contact_tenant_id_fkey;
alter table erp.event drop constraint event_tenant_id_fkey;
alter table erp.expected_receipt drop constraint expected_receipt_tenant_id_fkey;
alter table erp.goods_receipt drop constraint goods_receipt_tenant_id_fkey;
alter table erp.goods_receipt_line drop constraint goods_receipt_line_tenant_id_fkey;
alter table erp.invoice drop constraint invoice_tenant_id_fkey;
alter table erp.invoice_application drop constraint invoice_application_tenant_id_fkey;
alter table erp.invoice_line drop constraint invoice_line_tenant_id_fkey;
alter table erp.item_unit drop constraint item_unit_tenant_id_fkey;
alter table erp.journal_entry_line drop constraint journal_entry_line_tenant_id_fkey;
alter table erp.journal_number drop constraint journal_number_tenant_id_fkey;
alter table erp.party_credit drop constraint party_credit_tenant_id_fkey;
alter table erp.payment drop constraint payment_tenant_id_fkey;
alter table erp.payment_allocation drop constraint payment_allocation_tenant_id_fkey;
alter table erp.price drop constraint price_tenant_id_fkey;
alter table erp.reservation drop constraint reservation_tenant_id_fkey;
alter table erp.sales_order drop constraint sales_order_tenant_id_fkey;
alter table erp.sales_order_line drop constraint sales_order_line_tenant_id_fkey;
alter table erp.shipment drop constraint shipment_tenant_id_fkey;
alter table erp.shipment_line drop constraint shipment_line_tenant_id_fkey;
alter table erp.stock_adjustment drop constraint stock_adjustment_tenant_id_fkey;
alter table erp.stock_adjustment_line drop constraint stock_adjustment_line_tenant_id_fkey;
alter table erp.stock_balance drop constraint stock_balance_tenant_id_fkey;
alter table erp.stock_move drop constraint stock_move_tenant_id_fkey;
alter table erp.stock_transfer drop constraint stock_transfer_tenant_id_fkey;
alter table erp.stock_transfer_line drop constraint stock_transfer_line_tenant_id_fkey;
