// Drives a running Kith with the official SelfCommunity SDK; README.md says how to start it.

import { findAccounts, linkAccounts, listAccounts, unlinkAccounts } from './associations.mjs';
import { mode } from './client.mjs';
import { connect, findNoConnections } from './connections.mjs';
import { deleteUsers } from './deletion.mjs';
import { lookAround, readPreferences } from './directory.mjs';
import { findNoFollows, follow } from './follows.mjs';
import { hide } from './hiding.mjs';
import { moderateUsers } from './moderation.mjs';
import { signUpPeople } from './people.mjs';
import { editProfiles, readProfiles } from './profiles.mjs';
import { useTokens } from './tokens.mjs';

await readPreferences();
const people = await signUpPeople();
await readProfiles(people);
await editProfiles(people);
await lookAround(people);

if (mode === 'friendship') {
  await connect(people);
  await findNoFollows(people);
} else {
  await follow(people);
  await findNoConnections(people);
}
await hide(people);
await moderateUsers(people);

const accounts = await linkAccounts(people);
await listAccounts(people, accounts);
await findAccounts(people, accounts);
await unlinkAccounts(people, accounts);

await useTokens(people);
await deleteUsers(people);
