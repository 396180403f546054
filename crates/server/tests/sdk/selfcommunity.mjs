// Drives a running Kith with the official SelfCommunity SDK; README.md says how to start it.

import { findAccounts, linkAccounts, listAccounts, unlinkAccounts } from './associations.mjs';
import { deleteUsers } from './deletion.mjs';
import { signUpPeople } from './people.mjs';
import { editProfiles, readProfiles } from './profiles.mjs';
import { useTokens } from './tokens.mjs';

const people = await signUpPeople();
await readProfiles(people);
await editProfiles(people);

const accounts = await linkAccounts(people);
await listAccounts(people, accounts);
await findAccounts(people, accounts);
await unlinkAccounts(people, accounts);

await useTokens(people);
await deleteUsers(people);
