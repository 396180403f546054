-- An import that is not finished: how far it is. Empty at all other times.
create table imports (
  single boolean primary key default true check (single),
  -- how many lines of the file are in the tables, and the SHA-256 of their bytes
  lines bigint not null check (lines > 0),
  digest bytea not null check (octet_length(digest) = 32)
);
