create table api_keys (
  id integer primary key autoincrement,
  name text not null check (name <> ''),
  -- SHA-256 of the key, which is kept nowhere
  hash blob not null unique check (length(hash) = 32),
  created_at integer not null,
  revoked_at integer
) strict;

-- one key in force for a name
create unique index api_keys_in_force on api_keys (name) where revoked_at is null;
