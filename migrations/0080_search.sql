-- Search that finds "Nguyễn" by "nguyen" and "Đức" by "duc": both sides are folded.

-- NFD parts letters from their marks but leaves đ whole. Lower case last: after it only ASCII is left of Latin letters, whatever
-- the locale of the database knows of the others.
create function folded(t text) returns text language sql immutable strict parallel safe as $$
  select lower(translate(regexp_replace(normalize(t, NFD), '[\u0300-\u036f]', '', 'g'), 'đĐ', 'dd'))
$$;

-- The two masters that have a hundred thousand rows keep what is looked for.
alter table outlet add column search text not null
  generated always as (folded(code || ' ' || name || ' ' || coalesce(address, '') || ' ' || coalesce(phone, ''))) stored;
alter table customer add column search text not null
  generated always as (folded(code || ' ' || name || ' ' || coalesce(phone, ''))) stored;
