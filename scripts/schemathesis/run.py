"""Runs Schemathesis on both databases, as everybody, until enough requests are answered."""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

from kith import Counts, Kith, Server

HERE = Path(__file__).parent
CALLERS = {"anonymous": "nobody", "user": "a user", "admin": "an admin", "key": "an API key"}
MODES = ["friendship", "follow"]
# The fewest that `kith seed` makes; these have accounts, connections and requests of all kinds.
USERS = 10_000
# So few that what is done to them meets.
POOL = 40


@dataclass
class Outcome:
    """What became of the requests of one caller on one database."""

    caller: str
    database: str
    attempts: int = 0
    broken: int = 0


def plan(requests: int) -> int:
    """How many examples of each operation a round has; besides these it has about 3,000 requests."""
    share = requests // (2 * len(CALLERS))
    return max(2, min(60, share // 300))


def configuration(caller: str, credential: str, people: list[dict]) -> str:
    """What stands in config.toml, who is asking, and whom there is to ask about."""
    lines = [(HERE / "config.toml").read_text()]
    if caller == "key":
        lines.append(f'[auth.openapi]\napiKey = {{ api_key = "{credential}" }}')
    elif caller != "anonymous":
        lines.append(f'[auth.openapi]\nbearer = {{ bearer = "{credential}" }}')
    names = {"ids": "id", "uuids": "uuid", "references": "client_user_id"}
    for name, key in names.items():
        values = json.dumps([one[key] for one in people])
        lines.append(f"[dictionaries.{name}]\nvalues = {values}")
    return "\n".join([*lines, (HERE / "people.toml").read_text()])


def people(server: Server, key: str, chance: random.Random, caller: int) -> list[dict]:
    """Some users, the caller among them, as the operator's API shows them."""
    found = []
    for one in [caller, *chance.sample(range(2, USERS - 10), 2 * POOL)]:
        try:
            found.append(server.get(f"/kith/v1/users/{one}", {"x-vital-api-key": key}))
        except HTTPError as refused:
            # Somebody whom an earlier caller has deleted.
            if refused.code != 404:
                raise
    return found[: POOL + 1]


def explore(arguments, name: str, database: str, seed: int) -> list[Outcome]:
    """Tests one database, one caller after the other."""
    kith = Kith(arguments.kith, database)
    kith.run("seed", "--users", str(USERS))
    users = {
        "user": kith.create_user("schemathesis-user"),
        "admin": kith.create_user("schemathesis-admin", "--role", "admin"),
    }
    key = kith.run("key", "create", "--name", "schemathesis")
    share = -(-arguments.requests // (2 * len(CALLERS)))
    outcomes = []
    for number, caller in enumerate(CALLERS):
        user = users.get(caller, users["user"])
        credential = key if caller == "key" else kith.run("token", "--user", str(user), "--lifetime", "24h")
        outcome = Outcome(caller, name)
        round = 0
        while outcome.attempts < share:
            chance = random.Random(f"{seed} {name} {caller} {round}")
            mode = MODES[(number + round + (name == "PostgreSQL")) % 2]
            started = time.monotonic()
            with Server(kith, mode) as server:
                whom = people(server, key, chance, user)
                before = server.counts.requests
                config = configuration(caller, credential, whom)
                failures = schemathesis(arguments, server, config, chance.getrandbits(32), user, round)
                if caller in users:
                    server.get("/api/v2/user/me/", {"authorization": f"Bearer {credential}"})
            counts: Counts = server.counts
            attempts = counts.requests - before
            outcome.attempts += attempts
            outcome.broken += max(failures, counts.server_errors, counts.panics)
            print(
                f"{name}, {mode}, {caller}, round {round + 1}: {attempts} requests, "
                f"{failures} failures, {counts.server_errors} answers 5xx, {counts.panics} panics, "
                f"{time.monotonic() - started:.0f} s",
                flush=True,
            )
            round += 1
        outcomes.append(outcome)
    print(f"{name}: {kith.run('check')}", flush=True)
    return outcomes


def schemathesis(arguments, server: Server, config: str, seed: int, user: int, round: int) -> int:
    """One run, of which it returns the number of failures; what they are is printed."""
    with tempfile.TemporaryDirectory() as folder:
        path, report = Path(folder, "schemathesis.toml"), Path(folder, "report.json")
        path.write_text(config)
        command = [
            *(arguments.schemathesis, "--config-file", path),
            *("run", f"{server.url}/openapi.json", "--no-color"),
            *("--seed", str(seed), "--max-examples", str(plan(arguments.requests))),
            *("--report", "json", "--report-json-path", report),
        ]
        if round > 0:
            # What the others do, they do no differently a second time.
            command += ["--phases", "fuzzing,stateful"]
        # Its hashes decide in which order some things are tried.
        environment = os.environ | {
            "PYTHONHASHSEED": "0",
            "SCHEMATHESIS_HOOKS": str(HERE / "hooks.py"),
            "KITH_CALLER": str(user),
        }
        done = subprocess.run(
            command, cwd=folder, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        if done.returncode != 0:
            print(done.stdout, flush=True)
        if not report.exists():
            raise RuntimeError(f"Schemathesis ended with {done.returncode} and no report")
        told = json.loads(report.read_text())
        cases = told["test_cases"]
        failures = cases["with_failures"] + cases["errored"] + len(told["errors"])
        if not told["complete"]:
            failures += 1
        return max(failures, int(done.returncode != 0))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kith", type=Path, required=True)
    parser.add_argument("--schemathesis", type=Path, required=True)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--commit")
    arguments = parser.parse_args()
    arguments.kith, arguments.schemathesis = arguments.kith.resolve(), arguments.schemathesis.absolute()
    print(f"seed {arguments.seed}", flush=True)

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as threads:
        databases = {
            "SQLite": f"sqlite:{folder}/kith.db",
            "PostgreSQL": os.environ["KITH_TEST_POSTGRES_URL"],
        }
        runs = [
            threads.submit(explore, arguments, name, database, arguments.seed)
            for name, database in databases.items()
        ]
        outcomes = [outcome for run in runs for outcome in run.result()]

    lines = [
        {
            "promise": f"as {CALLERS[outcome.caller]}: no 5xx, no answer that the API document does not describe",
            "database": {"SQLite": "sqlite", "PostgreSQL": "postgres"}[outcome.database],
            "attempts": outcome.attempts,
            "broken": outcome.broken,
            "form": f"{arguments.requests:,} requests",
            "commit": arguments.commit,
        }
        for outcome in outcomes
    ]
    if arguments.json:
        arguments.json.write_text("".join(json.dumps(line) + "\n" for line in lines))
    attempts = sum(outcome.attempts for outcome in outcomes)
    broken = sum(outcome.broken for outcome in outcomes)
    print(f"{attempts} requests, {broken} broken, seed {arguments.seed}")
    sys.exit(broken > 0)


if __name__ == "__main__":
    main()
