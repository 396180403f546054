drop table client_users;
drop table team;
