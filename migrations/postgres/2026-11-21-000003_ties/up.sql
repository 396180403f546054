-- Counters of ties to live users, changed in the transaction that changes the rows.
alter table users
  add column connections_counter bigint not null default 0 check (connections_counter >= 0),
  add column requests_sent_counter bigint not null default 0 check (requests_sent_counter >= 0),
  add column requests_received_counter bigint not null default 0 check (requests_received_counter >= 0),
  add column followers_counter bigint not null default 0 check (followers_counter >= 0),
  add column followings_counter bigint not null default 0 check (followings_counter >= 0);

-- A connection has a row for each of its ends.
create table connections (
  user_id bigint not null references users (id) on delete cascade,
  other_id bigint not null,
  since timestamptz not null,
  -- one of the two is softly deleted: kept, neither listed nor counted
  dormant boolean not null default false,
  primary key (user_id, other_id),
  check (user_id <> other_id),
  -- both ends or none
  foreign key (other_id, user_id) references connections (user_id, other_id)
    on delete cascade deferrable initially deferred
);

create index connections_newest_first on connections (user_id, since desc, other_id desc) where not dormant;

create table connection_requests (
  id bigint generated always as identity primary key,
  from_id bigint not null references users (id) on delete cascade,
  to_id bigint not null references users (id) on delete cascade,
  created timestamptz not null,
  rejected timestamptz,
  viewed timestamptz,
  dormant boolean not null default false,
  unique (from_id, to_id),
  check (from_id <> to_id)
);

-- never pending both ways
create unique index connection_requests_one_pending
  on connection_requests (least(from_id, to_id), greatest(from_id, to_id)) where rejected is null;
create index connection_requests_received
  on connection_requests (to_id, created desc, id desc) where rejected is null and not dormant;
create index connection_requests_sent on connection_requests (from_id, created desc, id desc) where not dormant;
create index connection_requests_to on connection_requests (to_id);

-- never connected and requested at once
create function connections_exclude_requests() returns trigger language plpgsql as $$
begin
  if exists (select 1 from connection_requests where from_id in (new.user_id, new.other_id)
      and to_id in (new.user_id, new.other_id)) then
    raise exception 'a connection and a request exclude each other' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger connections_exclude_requests before insert on connections
  for each row execute function connections_exclude_requests();

create function connection_requests_exclude_connections() returns trigger language plpgsql as $$
begin
  if exists (select 1 from connections where user_id = new.from_id and other_id = new.to_id) then
    raise exception 'a connection and a request exclude each other' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger connection_requests_exclude_connections before insert on connection_requests
  for each row execute function connection_requests_exclude_connections();

create table follows (
  follower_id bigint not null references users (id) on delete cascade,
  followed_id bigint not null references users (id) on delete cascade,
  since timestamptz not null,
  dormant boolean not null default false,
  primary key (follower_id, followed_id),
  check (follower_id <> followed_id)
);

create index follows_of_follower on follows (follower_id, since desc, followed_id desc) where not dormant;
create index follows_of_followed on follows (followed_id, since desc, follower_id desc) where not dormant;
create index follows_followed on follows (followed_id);

create table hides (
  user_id bigint not null references users (id) on delete cascade,
  hidden_id bigint not null references users (id) on delete cascade,
  since timestamptz not null,
  primary key (user_id, hidden_id),
  check (user_id <> hidden_id)
);

create index hides_hidden on hides (hidden_id);
