-- Connections of live users; nothing outlives a deregistration.
create table provider_connections (
  user_id bigint not null references users (id) on delete cascade,
  provider text collate "C" not null check (provider <> ''),
  -- byte for byte as it was sent
  external_user_id text collate "C" check (external_user_id <> ''),
  -- a JSON array; null where nobody knows what was granted
  granted_scopes json,
  created_on timestamptz not null,
  status text not null check (status in ('connected', 'error', 'paused')),
  error_type text,
  error_message text,
  errored_at timestamptz,
  primary key (user_id, provider),
  check ((status = 'error') = (error_type is not null)),
  check ((status = 'error') = (error_message is not null)),
  check ((status = 'error') = (errored_at is not null))
);

create index provider_connections_errored on provider_connections (user_id) where status = 'error';

-- What opens the accounts, sealed: apart, so that reads of connections never see it.
create table provider_credentials (
  user_id bigint not null,
  provider text collate "C" not null,
  sealing_key text collate "C" not null,
  sealed bytea not null,
  primary key (user_id, provider),
  foreign key (user_id, provider) references provider_connections (user_id, provider) on delete cascade
);

create index provider_credentials_of_provider on provider_credentials (provider, user_id);

-- What was done to many connections at once, and is over.
create table bulk_operations (
  id bigint generated always as identity primary key,
  operation text not null,
  provider text collate "C" not null,
  processed bigint not null check (processed >= 0),
  started_at timestamptz not null,
  ended_at timestamptz not null
);
