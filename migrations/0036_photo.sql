-- Photos: pictures that phones uploaded, and what each is said to show. The pictures themselves lie in the
-- store of photos, without what the camera wrote into them.

-- A picture, by the SHA-256 of what the phone sent; that itself is not kept.
create table photo_blob (
  digest bytea primary key check (length(digest) = 32),
  -- jpeg | png | webp, as sent
  format text not null,
  -- As sent.
  bytes int4 not null,
  -- As stored.
  width int4 not null,
  height int4 not null,
  -- What it looks like; null where there is too little in it to tell.
  likeness int8,
  band_0 int4, band_1 int4, band_2 int4, band_3 int4,
  -- Newest upload or use: what nobody names for long goes.
  used_at timestamptz not null,
  -- When the picture went; what it looked like stays, so that a photo used again is still found.
  removed_at timestamptz
);
create index photo_blob_band_0 on photo_blob (band_0) where likeness is not null;
create index photo_blob_band_1 on photo_blob (band_1) where likeness is not null;
create index photo_blob_band_2 on photo_blob (band_2) where likeness is not null;
create index photo_blob_band_3 on photo_blob (band_3) where likeness is not null;
create index photo_blob_used on photo_blob (used_at) where removed_at is null;

-- Who uploaded it. A record may name only what its rep uploaded.
create table photo_upload (
  rep_id int4 not null references rep,
  digest bytea not null references photo_blob on delete cascade,
  uploaded_at timestamptz not null,
  -- What the camera said; the place only until a record names the photo: then its distance is known.
  camera_at timestamptz,
  camera_lat_e7 int4,
  camera_lng_e7 int4,
  primary key (rep_id, digest)
);
create index photo_upload_digest on photo_upload (digest);

-- What a picture is said to show.
create table photo (
  -- Of the phone's record `photo`; where another record names it, made of that record's id.
  id uuid primary key,
  digest bytea not null references photo_blob,
  rep_id int4 not null references rep,
  date date not null,
  org_unit_id int4 not null references org_unit,
  -- No reference: a phone may tell of it before it has told of the visit.
  visit_id uuid,
  outlet_id int4 references outlet,
  record_kind text not null,
  record_id uuid not null,
  subject text,
  note text,
  taken_at timestamptz not null,
  recorded_at timestamptz not null,
  findings text[] not null default '{}',
  -- Of the camera from the nearest known place of the visit, metres; and from its time, seconds.
  distance_m int4,
  off_s int4,
  -- The photo that it is the same as, or like, and by how many bits of 64 they differ.
  reused_of uuid references photo,
  bits_apart int2,
  status text not null default 'pending' check (status in ('pending', 'approved', 'rejected')),
  decided_by int4 references app_user,
  decided_at timestamptz,
  reason text,
  version int4 not null default 1,
  updated_at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  check ((reused_of is null) = (bits_apart is null)),
  check ((status = 'pending') = (decided_at is null))
);
create trigger photo_xid before update of version on photo for each row execute function stamp_xid();
create index photo_newest on photo (taken_at desc, id);
create index photo_date on photo (date);
create index photo_rep on photo (rep_id, taken_at desc, id);
create index photo_outlet on photo (outlet_id, taken_at desc, id) where outlet_id is not null;
create index photo_visit on photo (visit_id) where visit_id is not null;
create index photo_digest on photo (digest);
create index photo_waiting on photo (taken_at desc, id) where status = 'pending' and findings <> '{}';

-- Everything that people decided; the newest stands in the photo.
create table photo_decision (
  id int8 generated always as identity primary key,
  photo_id uuid not null references photo,
  decision text not null check (decision in ('approved', 'rejected', 'pending')),
  reason text,
  user_id int4 not null references app_user,
  decided_at timestamptz not null
);
create index photo_decision_photo on photo_decision (photo_id);
