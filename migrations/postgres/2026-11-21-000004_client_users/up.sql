-- The one team of this database.
create table team (
  single boolean primary key default true check (single),
  id uuid not null default gen_random_uuid()
);
insert into team default values;

-- The other face of every user.
create table client_users (
  user_id bigint primary key references users (id) on delete cascade,
  -- byte for byte as it was sent
  client_user_id text collate "C" not null check (client_user_id <> ''),
  -- whether the user is not softly deleted, as in users
  live boolean not null,
  fallback_time_zone text,
  fallback_time_zone_updated_at timestamptz,
  fallback_birth_date text,
  fallback_birth_date_updated_at timestamptz,
  -- YYYY-MM-DD
  ingestion_start text collate "C",
  ingestion_end text collate "C",
  -- deleted by the team: when the grace is over, and what users.status was
  erase_at timestamptz,
  status_before text check (status_before in ('a', 'b')),
  check ((fallback_time_zone is null) = (fallback_time_zone_updated_at is null)),
  check ((fallback_birth_date is null) = (fallback_birth_date_updated_at is null)),
  check (ingestion_start <= ingestion_end),
  check ((erase_at is null) = (status_before is null)),
  check (not live or erase_at is null)
);

-- one live user for a reference
create unique index client_users_live on client_users (client_user_id) where live;
create index client_users_newest_first on client_users (user_id) where live;
create index client_users_forgotten on client_users (client_user_id, erase_at) where erase_at is not null;
create index client_users_due on client_users (erase_at) where erase_at is not null;
create index client_users_ended on client_users (ingestion_end) where ingestion_end is not null;

insert into client_users (user_id, client_user_id, live)
  select id, uuid::text, status <> 'd' from users;
