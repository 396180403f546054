create table users (
  -- autoincrement: the id of an erased user is never given again
  id integer primary key autoincrement,
  uuid text not null unique,
  username text not null,
  -- what is unique: the name without regard to case, made by the domain, so that both databases agree
  username_key text not null unique,
  email text,
  email_key text unique,
  role text check (role in ('admin', 'moderator', 'editor', 'publisher')),
  status text not null default 'a' check (status in ('a', 'b', 'd')),
  real_name text not null default '',
  bio text not null default '',
  location text not null default '',
  location_lat_lng text,
  position_lat_lng text,
  date_of_birth text,
  description text not null default '',
  gender text not null default 'Unspecified' check (gender in ('Male', 'Female', 'Unspecified')),
  website text,
  avatar text,
  cover text,
  company_name text,
  company_role text,
  -- instants are microseconds since 1970
  date_joined integer not null,
  deleted_at integer,
  -- what searches look into: lower case, made by the domain, so that both databases agree
  real_name_key text not null,
  location_key text not null,
  description_key text not null,
  check ((email is null) = (email_key is null)),
  check ((status = 'd') = (deleted_at is not null))
) strict;
