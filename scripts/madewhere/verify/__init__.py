"""Verification of the finished tree, before anybody sees it; `verify` lists the verifications."""

from __future__ import annotations

from collections.abc import Callable

from madewhere.errors import VerifyError
from madewhere.verify.tree import Tree, Verified


def verify(tree: Tree) -> list[str]:
    """Run every verification; gives what each looked at. Raises `VerifyError` with all failures."""
    from madewhere.verify.checksums import verify_checksums
    from madewhere.verify.found import verify_index
    from madewhere.verify.links import verify_links
    from madewhere.verify.qr_codes import verify_qr_codes
    from madewhere.verify.withheld import verify_nothing_withheld

    checks: tuple[Callable[[Tree], Verified], ...] = (
        verify_links,
        verify_nothing_withheld,
        verify_index,
        verify_qr_codes,
        verify_checksums,
    )
    results = [check(tree) for check in checks]
    failures = [failure for result in results for failure in result.failures]
    if failures:
        raise VerifyError(failures)
    return [result.looked_at for result in results]
