-- An import that is not finished: how far it is. Empty at all other times.
create table imports (
  single integer primary key default 1 check (single = 1),
  -- how many lines of the file are in the tables, and the SHA-256 of their bytes
  lines integer not null check (lines > 0),
  digest blob not null check (length(digest) = 32)
) strict;
