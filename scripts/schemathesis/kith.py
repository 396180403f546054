"""The binary under test: its commands, and its server."""

import json
import os
import re
import secrets
import subprocess
import threading
import urllib.request
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path

# How long to wait for what should come at once, in seconds.
PATIENCE = 60

ANSWERED = re.compile(r"\banswered\b")
STATUS = re.compile(r"\bstatus=(\d{3})\b")


@dataclass
class Counts:
    """What the server's own log says of a run."""

    requests: int = 0
    server_errors: int = 0
    panics: int = 0


class Kith:
    """A database, and the binary that works on it with settings of its own."""

    def __init__(self, binary: Path, database: str) -> None:
        ours = {
            "KITH__DATABASE__URL": database,
            "KITH__AUTH__JWT_SECRETS": secrets.token_hex(32),
            "KITH__SEALING__KEYS": "1:" + b64encode(secrets.token_bytes(32)).decode(),
            # A machine that is busy with other tests is no fault.
            "KITH__DATABASE__CONNECT_TIMEOUT": "60s",
            "KITH__DATABASE__STATEMENT_TIMEOUT": "60s",
            "KITH__DATABASE__SILENCE_TIMEOUT": "60s",
            "KITH__SERVER__REQUEST_TIMEOUT": "60s",
            "KITH__SERVER__HEADER_TIMEOUT": "60s",
            "KITH__SERVER__BODY_TIMEOUT": "60s",
            # Bad credentials come by the hundred, all from one address.
            "KITH__LIMITS__FAILED_AUTHENTICATION_PER_MINUTE": "0",
        }
        others = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
        self.environment = others | ours
        self.binary = binary

    def run(self, *arguments: str) -> str:
        """Runs a command that must succeed, and returns what it printed."""
        return subprocess.run(
            [self.binary, *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        ).stdout.strip()

    def create_user(self, name: str, *arguments: str) -> int:
        """Makes a user, and returns the id."""
        return json.loads(self.run("user", "create", "--json", "--username", name, *arguments))["id"]


@dataclass
class Server:
    """A running server. Leaving the block stops it and waits for the end of its log."""

    kith: Kith
    mode: str
    url: str = ""
    counts: Counts = field(default_factory=Counts)

    def __enter__(self) -> "Server":
        self.process = subprocess.Popen(
            [self.kith.binary, "serve", "--listen", "127.0.0.1:0"],
            env=self.kith.environment | {"KITH__COMMUNITY__MODE": self.mode},
            stderr=subprocess.PIPE,
            text=True,
        )
        self.listening = threading.Event()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        if not self.listening.wait(PATIENCE) or not self.url:
            self.process.kill()
            raise RuntimeError("kith does not listen")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            self.reader.join()
        if status != 0:
            raise RuntimeError(f"kith ended with {status}")

    def _read(self) -> None:
        """Counts requests where they are answered, whoever made them."""
        for line in self.process.stderr:
            if ANSWERED.search(line) and (status := STATUS.search(line)):
                self.counts.requests += 1
                self.counts.server_errors += status[1].startswith("5")
            elif "listening on " in line:
                self.url = line.split("listening on ")[1].split()[0]
                self.listening.set()
            if " ERROR " in line or "panicked" in line:
                self.counts.panics += "panicked" in line
                print(line, end="", flush=True)
        self.listening.set()

    def get(self, path: str, headers: dict[str, str]) -> dict:
        """Asks for something that must be there."""
        request = urllib.request.Request(self.url + path, headers=headers)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)
