-- What a phone is told of an account moves with every order of it.
create index sales_order_account on sales_order (account_id, updated_at) where account_id is not null;
-- A customer's timeline, page by page.
create index quotation_customer on quotation (customer_id, quoted_at desc) where customer_id is not null;
create index invoice_account on invoice (account_id, date desc, id);
