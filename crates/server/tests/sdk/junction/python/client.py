"""The SDK, and how the steps call it and judge what it gives back."""

import os
import sys
import time
import traceback
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

import httpx
from junction import AsyncJunction, Junction
from junction.core.api_error import ApiError
from junction.errors import UnprocessableEntityError


def setting(name):
    """A setting from the environment, without which there is no run."""
    value = os.environ.get(name)
    if not value:
        sys.exit(f"{name} is not set; README.md says what it is")
    return value


URL = setting("KITH_URL")
API_KEY = setting("KITH_API_KEY")

# Kith is spoken to directly, whatever proxy the machine has for the outside.
os.environ["no_proxy"] = urlsplit(URL).hostname


def client_with(api_key):
    # No call is made again: what fails once has failed.
    return Junction(base_url=URL, api_key=api_key, max_retries=0)


JUNCTION = client_with(API_KEY)

# The SDK with keys that are none: a wrong one, a part of the right one, an empty one.
STRANGERS = [client_with(api_key) for api_key in ("sk_us_wrong", API_KEY[:-1], "")]

# An id that no user has.
NOBODY = "00000000-0000-4000-8000-000000000000"

_RUN = f"{time.time_ns():x}{os.getpid():x}"


def at_once():
    """The SDK for many calls at once."""
    return AsyncJunction(base_url=URL, api_key=API_KEY, max_retries=0)


def fresh(name):
    """A name that no earlier run has used."""
    return f"{name}-{_RUN}"


@contextmanager
def step(name):
    """One step: prints its name when it went well, else ends the run and says why."""
    try:
        yield
    except Exception:
        print(f"not ok - {name}", flush=True)
        traceback.print_exc()
        sys.exit(1)
    print(f"ok - {name}", flush=True)


def equal(found, expected):
    assert found == expected, f"\nfound    {found!r}\nexpected {expected!r}"


def send(method, path, body=None):
    """Sends any request with the team's key, and gives the answer."""
    return httpx.request(method, URL + path, json=body, headers={"x-vital-api-key": API_KEY})


def fields(model):
    """What the SDK read, as plain values, without what was not sent."""
    return model.model_dump(by_alias=True, exclude_unset=True)


def refused(call, status, detail=None, kind=ApiError):
    """Demands that a call is refused with that status, by the SDK's error of that kind; gives the detail."""
    try:
        answer = call()
    except ApiError as error:
        equal((error.status_code, type(error)), (status, kind))
        assert error.headers["content-type"].startswith("application/json"), error
        assert error.headers["x-request-id"], error
        body = fields(error.body) if kind is UnprocessableEntityError else error.body
        equal(list(body), ["detail"])
        if detail is not None:
            equal(body["detail"], detail)
        assert body["detail"], error
        return body["detail"]
    raise AssertionError(f"was to be refused with {status}, got {answer!r}")


def invalid(call, kind, *loc):
    """A call refused with 422 for one reason: its type, and where it is."""
    detail = refused(call, 422, kind=UnprocessableEntityError)
    equal(len(detail), 1)
    item = detail[0]
    if kind is not None:
        equal(item["type"], kind)
    equal(item["loc"], list(loc))
    assert item["msg"] and "input" in item, item


def unauthorized(call):
    refused(call, 401, "invalid token")


def missing(call):
    """A call refused because there is no such user."""
    refused(call, 404, "User not found")


def recent(instant):
    """Demands an instant of the last minute, with its offset."""
    equal(instant.utcoffset(), timedelta(0))
    age = datetime.now(timezone.utc) - instant
    assert timedelta(seconds=-1) < age < timedelta(minutes=1), instant
