-- Counters of ties to live users, changed in the transaction that changes the rows.
alter table users add column connections_counter integer not null default 0 check (connections_counter >= 0);
alter table users add column requests_sent_counter integer not null default 0 check (requests_sent_counter >= 0);
alter table users add column requests_received_counter integer not null default 0 check (requests_received_counter >= 0);
alter table users add column followers_counter integer not null default 0 check (followers_counter >= 0);
alter table users add column followings_counter integer not null default 0 check (followings_counter >= 0);

-- A connection has a row for each of its ends.
create table connections (
  user_id integer not null references users (id) on delete cascade,
  other_id integer not null,
  since integer not null,
  -- one of the two is softly deleted: kept, neither listed nor counted
  dormant integer not null default 0 check (dormant in (0, 1)),
  primary key (user_id, other_id),
  check (user_id <> other_id),
  -- both ends or none
  foreign key (other_id, user_id) references connections (user_id, other_id)
    on delete cascade deferrable initially deferred
) strict, without rowid;

create index connections_newest_first on connections (user_id, since desc, other_id desc) where not dormant;

create table connection_requests (
  id integer primary key autoincrement,
  from_id integer not null references users (id) on delete cascade,
  to_id integer not null references users (id) on delete cascade,
  created integer not null,
  rejected integer,
  viewed integer,
  dormant integer not null default 0 check (dormant in (0, 1)),
  unique (from_id, to_id),
  check (from_id <> to_id)
) strict;

-- never pending both ways
create unique index connection_requests_one_pending
  on connection_requests (min(from_id, to_id), max(from_id, to_id)) where rejected is null;
create index connection_requests_received
  on connection_requests (to_id, created desc, id desc) where rejected is null and not dormant;
create index connection_requests_sent on connection_requests (from_id, created desc, id desc) where not dormant;
create index connection_requests_to on connection_requests (to_id);

-- never connected and requested at once
create trigger connections_exclude_requests before insert on connections
when exists (select 1 from connection_requests where from_id in (new.user_id, new.other_id)
  and to_id in (new.user_id, new.other_id))
begin
  select raise(abort, 'a connection and a request exclude each other');
end;

create trigger connection_requests_exclude_connections before insert on connection_requests
when exists (select 1 from connections where user_id = new.from_id and other_id = new.to_id)
begin
  select raise(abort, 'a connection and a request exclude each other');
end;

create table follows (
  follower_id integer not null references users (id) on delete cascade,
  followed_id integer not null references users (id) on delete cascade,
  since integer not null,
  dormant integer not null default 0 check (dormant in (0, 1)),
  primary key (follower_id, followed_id),
  check (follower_id <> followed_id)
) strict, without rowid;

create index follows_of_follower on follows (follower_id, since desc, followed_id desc) where not dormant;
create index follows_of_followed on follows (followed_id, since desc, follower_id desc) where not dormant;
create index follows_followed on follows (followed_id);

create table hides (
  user_id integer not null references users (id) on delete cascade,
  hidden_id integer not null references users (id) on delete cascade,
  since integer not null,
  primary key (user_id, hidden_id),
  check (user_id <> hidden_id)
) strict, without rowid;

create index hides_hidden on hides (hidden_id);
