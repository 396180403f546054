drop index associations_external;
