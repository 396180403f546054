create table associations (
  id bigint generated always as identity primary key,
  user_id bigint not null references users (id) on delete cascade,
  provider text collate "C" not null check (provider <> ''),
  -- byte for byte as it was sent
  ext_id text collate "C" not null check (ext_id <> ''),
  profile_url text,
  show_in_profile boolean not null,
  -- json and not jsonb: the text is kept as it is
  metadata json,
  created_at timestamptz not null,
  -- one owner for an account
  unique (provider, ext_id),
  check (provider <> 'external' or (profile_url is null and not show_in_profile)),
  check (provider = 'external' or metadata is null)
);

-- a user's list, in the order of creation
create index associations_of_user on associations (user_id, id);
