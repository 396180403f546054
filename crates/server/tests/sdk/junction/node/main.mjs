// Drives a running Kith with the official Junction SDK; ../README.md says how to start it.

import { readCatalog } from './catalog.mjs';
import { changeUsers } from './changes.mjs';
import { createUsers } from './creation.mjs';
import { deleteUsers } from './deletion.mjs';
import { linkProviders, migrateConnections } from './linking.mjs';
import { readMetrics } from './metrics.mjs';
import { connectDemo, connectManually, operateConnections } from './other-ways.mjs';
import { readUsers } from './reading.mjs';
import { meetInBothApis } from './two-faces.mjs';

const people = await createUsers();
await readUsers(people);
await changeUsers(people);
await readCatalog();
await linkProviders();
await migrateConnections();
await connectDemo();
await connectManually();
await operateConnections();
await readMetrics(people);
await meetInBothApis();
await deleteUsers();
