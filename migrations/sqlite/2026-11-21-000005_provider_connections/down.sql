drop table bulk_operations;
drop table provider_credentials;
drop table provider_connections;
