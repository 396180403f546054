create table api_keys (
  id bigint generated always as identity primary key,
  name text collate "C" not null check (name <> ''),
  -- SHA-256 of the key, which is kept nowhere
  hash bytea not null unique check (octet_length(hash) = 32),
  created_at timestamptz not null,
  revoked_at timestamptz
);

-- one key in force for a name
create unique index api_keys_in_force on api_keys (name) where revoked_at is null;
