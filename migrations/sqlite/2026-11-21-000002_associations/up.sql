create table associations (
  id integer primary key autoincrement,
  user_id integer not null references users (id) on delete cascade,
  provider text not null check (provider <> ''),
  -- byte for byte as it was sent
  ext_id text not null check (ext_id <> ''),
  profile_url text,
  show_in_profile integer not null check (show_in_profile in (0, 1)),
  metadata text check (metadata is null or json_valid(metadata)),
  created_at integer not null,
  -- one owner for an account
  unique (provider, ext_id),
  check (provider <> 'external' or (profile_url is null and not show_in_profile)),
  check (provider = 'external' or metadata is null)
) strict;

-- a user's list, in the order of creation
create index associations_of_user on associations (user_id, id);
