"""The data package's counts and hashes agree with its files."""

from __future__ import annotations

import hashlib
import json

from madewhere.exports.files import DESCRIPTOR, FOLDER
from madewhere.plurals import counted
from madewhere.verify.tree import Tree, Verified


def verify_checksums(tree: Tree) -> Verified:
    """Compare each resource's bytes and hash with the file that lies there."""
    descriptor = json.loads((tree.folder / FOLDER / DESCRIPTOR).read_text(encoding="utf-8"))
    failures = []
    for resource in descriptor["resources"]:
        content = (tree.folder / FOLDER / resource["path"]).read_bytes()
        found = (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        if found != (resource["bytes"], resource["hash"]):
            failures.append(f"{FOLDER}{resource['path']} is not what {DESCRIPTOR} says")
    return Verified(f"checksums of {counted(len(descriptor['resources']), 'table')}", failures)
