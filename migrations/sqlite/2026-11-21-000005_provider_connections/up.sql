-- Connections of live users; nothing outlives a deregistration.
create table provider_connections (
  user_id integer not null references users (id) on delete cascade,
  provider text not null check (provider <> ''),
  -- byte for byte as it was sent
  external_user_id text check (external_user_id <> ''),
  -- a JSON array; null where nobody knows what was granted
  granted_scopes text check (json_type(granted_scopes) = 'array'),
  created_on integer not null,
  status text not null check (status in ('connected', 'error', 'paused')),
  error_type text,
  error_message text,
  errored_at integer,
  primary key (user_id, provider),
  check ((status = 'error') = (error_type is not null)),
  check ((status = 'error') = (error_message is not null)),
  check ((status = 'error') = (errored_at is not null))
) strict, without rowid;

create index provider_connections_errored on provider_connections (user_id) where status = 'error';

-- What opens the accounts, sealed: apart, so that reads of connections never see it.
create table provider_credentials (
  user_id integer not null,
  provider text not null,
  sealing_key text not null,
  sealed blob not null,
  primary key (user_id, provider),
  foreign key (user_id, provider) references provider_connections (user_id, provider) on delete cascade
) strict, without rowid;

create index provider_credentials_of_provider on provider_credentials (provider, user_id);

-- What was done to many connections at once, and is over.
create table bulk_operations (
  id integer primary key autoincrement,
  operation text not null,
  provider text not null,
  processed integer not null check (processed >= 0),
  started_at integer not null,
  ended_at integer not null
) strict;
