// What every run has, whichever SDK it drives: settings, names of its own, and steps.

/** A setting from the environment, without which there is no run. */
export function setting(name) {
  const value = process.env[name];
  if (!value) {
    console.error(`${name} is not set; README.md says what it is`);
    process.exit(2);
  }
  return value;
}

/** A name that no earlier run has used. */
export const fresh = (name) => `${name}-${run}`;
const run = `${Date.now().toString(36)}${process.pid.toString(36)}`;

/**
 * Makes the function that takes a step: it prints the step's name when it went well and gives what
 * the step gave, else it ends the run and says why, in the words of `explain`.
 */
export const steps = (explain) => async (name, action) => {
  try {
    const outcome = await action();
    console.log(`ok - ${name}`);
    return outcome;
  } catch (error) {
    console.log(`not ok - ${name}`);
    console.error(explain(error));
    return process.exit(1);
  }
};
