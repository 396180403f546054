-- a user's ext_id, which stands in every profile, however many other accounts they have
create index associations_external on associations (user_id, id, ext_id) where provider = 'external';
