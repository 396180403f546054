-- The one team of this database. The id is a random UUID (version 4).
create table team (
  single integer primary key default 1 check (single = 1),
  id text not null
) strict;
insert into team (id)
  select substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-4' || substr(h, 14, 3) || '-'
    || substr('89ab', 1 + abs(random() % 4), 1) || substr(h, 18, 3) || '-' || substr(h, 21, 12)
  from (select lower(hex(randomblob(16))) as h);

-- The other face of every user.
create table client_users (
  user_id integer primary key references users (id) on delete cascade,
  -- byte for byte as it was sent
  client_user_id text not null check (client_user_id <> ''),
  -- whether the user is not softly deleted, as in users
  live integer not null check (live in (0, 1)),
  fallback_time_zone text,
  fallback_time_zone_updated_at integer,
  fallback_birth_date text,
  fallback_birth_date_updated_at integer,
  -- YYYY-MM-DD
  ingestion_start text,
  ingestion_end text,
  -- deleted by the team: when the grace is over, and what users.status was
  erase_at integer,
  status_before text check (status_before in ('a', 'b')),
  check ((fallback_time_zone is null) = (fallback_time_zone_updated_at is null)),
  check ((fallback_birth_date is null) = (fallback_birth_date_updated_at is null)),
  check (ingestion_start <= ingestion_end),
  check ((erase_at is null) = (status_before is null)),
  check (not live or erase_at is null)
) strict;

-- one live user for a reference
create unique index client_users_live on client_users (client_user_id) where live;
create index client_users_newest_first on client_users (user_id) where live;
create index client_users_forgotten on client_users (client_user_id, erase_at) where erase_at is not null;
create index client_users_due on client_users (erase_at) where erase_at is not null;
create index client_users_ended on client_users (ingestion_end) where ingestion_end is not null;

insert into client_users (user_id, client_user_id, live)
  select id, uuid, status <> 'd' from users;
