-- Erasure of what says where a rep was: who asked for it, how far it is, and what of it can still be checked (docs/privacy.md).
create table track_erasure (
  id int4 generated always as identity primary key,
  rep_id int4 not null references rep,
  -- Company dates before it.
  before date not null,
  -- Begins on this date at the earliest.
  due_on date not null,
  reason text not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'cancelled')),
  -- What is at work, and how many steps of how many are done.
  step text,
  done int4 not null default 0,
  of_steps int4 not null default 0,
  -- Rows that went, by class.
  erased jsonb not null default '{}',
  -- Over the tombstones of its days; stands in the audit log too.
  digest bytea,
  requested_by int4 not null references app_user,
  requested_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz
);
create index track_erasure_open on track_erasure (due_on, id) where state in ('waiting', 'running');
create index track_erasure_rep on track_erasure (rep_id);

-- Days before it are closed: nothing that comes late for them keeps a place, and they are not judged again.
create table track_floor (
  rep_id int4 primary key references rep,
  before date not null
);

-- What is left of a rep-day whose places were erased: the digest of its visits as they stand now.
create table rep_day_tombstone (
  rep_id int4 not null references rep,
  date date not null,
  erasure_id int4 not null references track_erasure,
  -- Null while the erasure is at work.
  digest bytea,
  primary key (rep_id, date)
);

-- A text without pairs of numbers that read as a position.
create function text_without_places(said text) returns text language sql immutable parallel safe as $$
  select regexp_replace(said, '-?\d{1,3}\.\d{3,}\s*[,;/ ]\s*-?\d{1,3}\.\d{3,}', '…', 'g')
$$;
-- What a phone sent, without what may be a place. A word that may also mean something else is one only where it holds a
-- structure: "place": "inside" is a verdict.
create function without_places(body jsonb) returns jsonb language plpgsql immutable parallel safe as $$
begin
  case jsonb_typeof(body)
    when 'object' then
      return (
        select coalesce(jsonb_object_agg(f.key, without_places(f.value)), '{}') from jsonb_each(body) f
        where not (lower(f.key) = any('{fix,fixes,lat,lng,lon,long,latitude,longitude,lat_e7,lng_e7,geo,gps,coords,coordinate,coordinates,latlng,latlon,geometry,geohash,plus_code,accuracy_m,accuracy_dm,altitude_m,altitude_dm,altitude,speed_mps,bearing_deg}')
          or jsonb_typeof(f.value) in ('object', 'array')
            and lower(f.key) = any('{place,places,position,positions,location,locations,point,points,track,path,centre,center,geom}')));
    when 'array' then
      return (select coalesce(jsonb_agg(without_places(i.value) order by i.n), '[]') from jsonb_array_elements(body) with ordinality i (value, n));
    when 'string' then
      return to_jsonb(text_without_places(body #>> '{}'));
    else
      return body;
  end case;
end $$;
-- A judged visit without where the rep was seen. The pin it was judged against is the outlet's.
create function visit_without_places(visit jsonb) returns jsonb language sql immutable parallel safe as $$
  select case when jsonb_typeof(visit->'evidence') = 'object'
    then jsonb_set(visit, '{evidence}', visit->'evidence' || '{"check_in": null, "check_out": null, "best": null}') else visit end
$$;
-- A mark keeps what its meaning needs; a record of a kind that nobody here knows keeps nothing.
create function mark_without_places(body jsonb) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(body) f
  where f.key = any('{type,id,n,at,sent_at,outlet,visit_type,reason,to_date,clock_offset_ms}') and jsonb_typeof(f.value) not in ('object', 'array')
$$;
create function record_without_places(is_known bool, body jsonb) returns jsonb language sql immutable parallel safe as $$
  select case when is_known then without_places(body) else '{}' end
$$;
