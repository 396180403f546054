// What the scopes of a Fitbit connection make available: the rule, written once more.

import { readFileSync } from 'node:fs';

const requirements = JSON.parse(readFileSync(new URL('../fitbit.json', import.meta.url)));

/** The availability of every Fitbit resource with those scopes; null if they are unknown. */
export function fitbitWith(granted) {
  const availabilityOf = ({ required, optional }) => {
    if (granted === null) return { status: 'available', scopeRequirements: null };
    const given = (scopes) => scopes.filter((scope) => granted.includes(scope));
    const denied = (scopes) => scopes.filter((scope) => !granted.includes(scope));
    return {
      status: denied(required).length === 0 ? 'available' : 'unavailable',
      scopeRequirements: {
        userGranted: { required: given(required), optional: given(optional) },
        userDenied: { required: denied(required), optional: denied(optional) },
      },
    };
  };
  const entries = Object.entries(requirements);
  return Object.fromEntries(entries.map(([resource, scopes]) => [resource, availabilityOf(scopes)]));
}

/** Every resource that Fitbit supports, in order of the alphabet. */
export const everyResource = Object.keys(requirements).sort();

/** Every scope that some Fitbit resource needs. */
export const everyScope = [
  ...new Set(Object.values(requirements).flatMap(({ required, optional }) => [...required, ...optional])),
];
