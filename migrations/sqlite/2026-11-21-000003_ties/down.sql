drop table hides;
drop table follows;
drop table connection_requests;
drop table connections;
alter table users drop column connections_counter;
alter table users drop column requests_sent_counter;
alter table users drop column requests_received_counter;
alter table users drop column followers_counter;
alter table users drop column followings_counter;
