-- Receipts and proofs of delivery name pictures by their SHA-256, in lower case: what they name stays.
update expense set photos = lower(photos::text)::text[] where photos::text <> lower(photos::text);
update delivery_stop set photo_sha256 = lower(photo_sha256) where photo_sha256 <> lower(photo_sha256);
create index expense_photos on expense using gin (photos);
create index delivery_stop_photo on delivery_stop (photo_sha256) where photo_sha256 is not null;
