"""What the fuzzing of the API must know beside its document: who asks, and what it must not ask."""

import os

import schemathesis

TOKEN = os.environ["FUZZ_TOKEN"]
# The account that asks: were it changed, every later answer would be 401 and prove nothing.
OWN_ID = os.environ["FUZZ_USER"]


@schemathesis.auth()
class Bearer:
    def get(self, case, context):
        return TOKEN

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def filter_case(context, case):
    """Leaves out what would take the right to ask away from the account that asks."""
    mine = str((case.path_parameters or {}).get("id")) == OWN_ID
    return not (mine and case.method != "GET" and case.path.startswith("/api/v1/users/{id}"))
